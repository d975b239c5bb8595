// Envelopes and keys of the stage (awards/stage/envelopes.py): AES-256-GCM, a key for each picture.
// A vault holds all keys, locked by a PIN, for the case that the operator's page is loaded anew while
// the server is away.
const ROUNDS = 600000;
const NONCE = 12;

export const bytes = (text) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
const text = (raw) => btoa(String.fromCharCode(...new Uint8Array(raw)));
const encoded = (words) => new TextEncoder().encode(words);
const aes = (raw, use) => crypto.subtle.importKey("raw", raw, "AES-GCM", false, [use]);

// The picture `number` of a pack; throws if the key is another's.
export const opened = async (pack, number, key) => {
  const raw = bytes(pack.pictures[number - 1]);
  const plain = await crypto.subtle.decrypt(
    { name: "AES-GCM", iv: raw.slice(0, NONCE), additionalData: encoded(`${pack.show} ${number}`) },
    await aes(bytes(key), "decrypt"),
    raw.slice(NONCE),
  );
  return JSON.parse(new TextDecoder().decode(plain));
};

const fromPin = async (pin, salt, use) => {
  const base = await crypto.subtle.importKey("raw", encoded(pin), "PBKDF2", false, ["deriveKey"]);
  return crypto.subtle.deriveKey(
    { name: "PBKDF2", hash: "SHA-256", salt, iterations: ROUNDS },
    base,
    { name: "AES-GCM", length: 256 },
    false,
    [use],
  );
};

export const locked = async (show, keys, pin) => {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const iv = crypto.getRandomValues(new Uint8Array(NONCE));
  const said = encoded(JSON.stringify(keys));
  const shut = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await fromPin(pin, salt, "encrypt"), said);
  return { show, salt: text(salt), iv: text(iv), shut: text(shut) };
};

// The keys, or null where the PIN is another.
export const unlocked = async (vault, pin) => {
  try {
    const key = await fromPin(pin, bytes(vault.salt), "decrypt");
    const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: bytes(vault.iv) }, key, bytes(vault.shut));
    return JSON.parse(new TextDecoder().decode(plain));
  } catch {
    return null;
  }
};
