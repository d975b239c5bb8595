"""The journal in words: what an entry's action says to somebody who reads it."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..models import JournalEntry

WORDS: dict[str, str | Promise] = {
    # Translators: de: „Konto gelöscht“
    "account.deleted": _("Account deleted"),
    "application.admitted": _("Application admitted"),
    # Translators: de: „Antworten übernommen“
    "application.answers_copied": _("Answers copied"),
    "application.assigned": _("Readers assigned"),
    "application.attached": _("File added"),
    "application.changes_requested": _("Changes asked for"),
    "application.changes_taken_back": _("Request for changes taken back"),
    "application.confirmed": _("Declarations confirmed"),
    "application.declared": _("Themes chosen"),
    # Translators: de: „Entwurf gelöscht“
    "application.deleted": _("Draft deleted"),
    "application.detached": _("File removed"),
    "application.excluded": _("Application excluded"),
    # Translators: de: „Über Ausschluss eines Jurymitglieds entschieden“
    "application.exclusion_decided": _("Exclusion of a juror decided"),
    # Translators: de: „Ausschluss eines Jurymitglieds beantragt“
    "application.exclusion_requested": _("Exclusion of a juror requested"),
    # Translators: de: „Antrag auf Ausschluss eines Jurymitglieds zurückgenommen“
    "application.exclusion_taken_back": _("Request to exclude a juror taken back"),
    # Translators: de: „Virenprüfung: nichts gefunden“
    "application.file_clean": _("Virus scan: nothing found"),
    # Translators: de: „Virenprüfung: Datei gesperrt“
    "application.file_infected": _("Virus scan: file blocked"),
    "application.extended": _("Later deadline granted"),
    # Translators: de: „Nichts geändert: Die letzte Fassung gilt weiter“
    "application.left_as_it_was": _("Nothing changed: the last version stays valid"),
    # Translators: de: „Jurymitglied getauscht“
    "application.reader_swapped": _("Reader swapped"),
    # Translators: de: „Fall einem Jurymitglied abgenommen“
    "application.reader_taken": _("Case taken from a reader"),
    "application.reopened": _("Application opened again"),
    # Translators: de: „Bildrechte bestätigt“
    "application.rights_confirmed": _("Rights in a picture confirmed"),
    # Translators: de: „Bestätigung der Bildrechte zurückgenommen“
    "application.rights_taken_back": _("Rights in a picture taken back"),
    # Translators: de: „Virenprüfung nicht möglich“
    "application.scan_failed": _("Virus scan failed"),
    # Translators: de: „Virenprüfung entfällt“
    "application.scan_left_out": _("Virus scan left out"),
    "application.started": _("Application begun"),
    "application.submitted": _("Application handed in"),
    "application.withdrawn": _("Application withdrawn"),
    "archive.loaded": _("Archive loaded"),
    # Translators: de: „Verabredung der Jury festgehalten“
    "calibration.agreed": _("Agreement of the jury recorded"),
    # Translators: de: „Kalibrierung beendet“
    "calibration.closed": _("Calibration ended"),
    # Translators: de: „Kalibrierung geöffnet“
    "calibration.opened": _("Calibration opened"),
    # Translators: de: „Wortmeldung geschrieben“
    "calibration.remarked": _("Remark made"),
    # Translators: de: „Wortmeldung zurückgezogen“
    "calibration.remark_withdrawn": _("Remark taken back"),
    # Translators: de: „Auslobung ergänzt“
    "call.added_to": _("Call added to"),
    # Translators: de: „Auslobung bekannt gemacht“
    "call.announced": _("Call announced"),
    # Translators: de: „Auslobung geändert“
    "call.changed": _("Call changed"),
    # Translators: de: „Anhaltspunkte für Befangenheit gefunden“
    "call.concerns_raised": _("Concerns about impartiality found"),
    # Translators: de: „Auslobung aus einem früheren Jahr übernommen“
    "call.copied": _("Call copied from an earlier year"),
    # Translators: de: „Tippfehler in der Auslobung berichtigt“
    "call.corrected": _("Typing mistake in the call corrected"),
    # Translators: de: „Termine der Auslobung geändert“
    "call.dated": _("Dates of the call changed"),
    # Translators: de: „Auslobung angelegt“
    "call.made": _("Call made"),
    # Translators: de: „Auslobung umgeordnet“
    "call.reordered": _("Call reordered"),
    # Translators: de: „Aus der Auslobung entfernt“
    "call.taken_from": _("Taken from the call"),
    # Translators: de: „Jurymitglieder erinnert“
    "call.jury_reminded": _("Jurors reminded"),
    # Translators: de: „Angaben zur Preisverleihung geändert“
    "ceremony.changed": _("Details of the ceremony changed"),
    # Translators: de: „Angaben der Gäste gelöscht“
    "ceremony.guests_forgotten": _("What was known of the guests deleted"),
    # Translators: de: „Gäste platziert“
    "ceremony.guests_seated": _("Guests seated"),
    # Translators: de: „Programmpunkt hinzugefügt“
    "ceremony.item_added": _("Item of the programme added"),
    # Translators: de: „Programmpunkt geändert“
    "ceremony.item_changed": _("Item of the programme changed"),
    # Translators: de: „Programmpunkt verschoben“
    "ceremony.item_moved": _("Item of the programme moved"),
    # Translators: de: „Programmpunkt entfernt“
    "ceremony.item_removed": _("Item of the programme removed"),
    # Translators: de: „Laudatio geschrieben“
    "ceremony.laudation_written": _("Laudation written"),
    # Translators: de: „Mitwirkung eingetragen“
    "ceremony.part_given": _("Part in the ceremony given"),
    # Translators: de: „Mitwirkung gestrichen“
    "ceremony.part_taken": _("Part in the ceremony taken away"),
    # Translators: de: „Preisverleihung angelegt“
    "ceremony.planned": _("Ceremony planned"),
    # Translators: de: „Tisch geändert“
    "ceremony.table_changed": _("Table changed"),
    # Translators: de: „Tisch entfernt“
    "ceremony.table_removed": _("Table removed"),
    # Translators: de: „Tische aufgestellt“
    "ceremony.tables_set": _("Tables put up"),
    # Translators: de: „Preis doch wieder zu vergeben“
    "decision.given_again": _("Prize to be given after all"),
    "decision.recorded": _("Decision recorded"),
    "decision.retracted": _("Decision taken back"),
    # Translators: de: „Preis nicht vergeben“
    "decision.withheld": _("Prize not awarded"),
    # Translators: de: „Beschlussliste bestätigt“
    "decisions.confirmed": _("List of decisions confirmed"),
    "demo.filled": _("Demonstration filled"),
    # Translators: de: „Rückmeldungen freigegeben“
    "feedback.released": _("Feedback released"),
    # Translators: de: „Rückmeldung geschrieben“
    "feedback.written": _("Feedback written"),
    # Translators: de: „Gast hat geantwortet“
    "guest.answered": _("Guest has answered"),
    # Translators: de: „Angaben zu einem Gast geändert“
    "guest.changed": _("Details of a guest changed"),
    # Translators: de: „Einlass zurückgenommen“
    "guest.check_in_taken_back": _("Check-in taken back"),
    # Translators: de: „Gast eingelassen“
    "guest.checked_in": _("Guest checked in"),
    # Translators: de: „Gast ein zweites Mal eingelassen“
    "guest.checked_in_twice": _("Guest checked in a second time"),
    # Translators: de: „Gast erneut eingeladen“
    "guest.invited_again": _("Guest invited again"),
    # Translators: de: „Gast von der Liste genommen“
    "guest.removed": _("Guest taken off the list"),
    # Translators: de: „Einladung eines Gastes zurückgenommen“
    "guest.withdrawn": _("Guest's invitation withdrawn"),
    # Translators: de: „Gäste auf die Liste gesetzt“
    "guests.added": _("Guests put on the list"),
    # Translators: de: „Gäste eingeladen“
    "guests.invited": _("Guests invited"),
    # Translators: de: „Vertretung der Initiative bestätigt“
    "initiative.claim_granted": _("Claim to the initiative confirmed"),
    # Translators: de: „Vertretung der Initiative abgelehnt“
    "initiative.claim_refused": _("Claim to the initiative refused"),
    # Translators: de: „Vertretung der Initiative angefragt“
    "initiative.claimed": _("Initiative claimed"),
    # Translators: de: „Einladung abgelehnt“
    "initiative.declined": _("Invitation declined"),
    # Translators: de: „Initiative übergeben“
    "initiative.handed_over": _("Initiative handed over"),
    # Translators: de: „Einladung zurückgezogen“
    "initiative.invitation_withdrawn": _("Invitation withdrawn"),
    # Translators: de: „Person eingeladen“
    "initiative.invited": _("Person invited"),
    # Translators: de: „Einladung noch einmal gesendet“
    "initiative.invited_again": _("Invitation sent again"),
    # Translators: de: „Einladung angenommen“
    "initiative.joined": _("Invitation accepted"),
    # Translators: de: „Team verlassen“
    "initiative.left": _("Team left"),
    "initiative.loaded": _("Directory loaded"),
    # Translators: de: „Person aus dem Team genommen“
    "initiative.member_removed": _("Person taken out of the team"),
    # Translators: de: „Rolle im Team geändert“
    "initiative.role_changed": _("Role in the team changed"),
    # Translators: de: „Fälle nach Plan zugeteilt“
    "call.allocated": _("Cases allocated by a plan"),
    # Translators: de: „Stand des Journals an den Vorsitz gesendet“
    "journal.deposited": _("Head of the journal sent to the chair"),
    # Translators: de: „Journal als Datei abgerufen“
    "journal.exported": _("Journal fetched as a file"),
    # Translators: de: „Befangenheit festgestellt“
    "juror.conflict_established": _("Conflict of interest established"),
    # Translators: de: „Befangenheit aufgehoben“
    "juror.conflict_lifted": _("Conflict of interest lifted"),
    # Translators: de: „Einladung in die Jury angenommen“
    "juror.accepted": _("Invitation to the jury accepted"),
    # Translators: de: „Als Vertretung in die Jury berufen“
    "juror.called_in": _("Deputy called into the jury"),
    # Translators: de: „Angaben zu einem Jurymitglied geändert“
    "juror.changed": _("Details of a member of the jury changed"),
    "juror.declared_conflict": _("Conflict of interest declared"),
    "juror.declared_impartial": _("Impartiality declared"),
    # Translators: de: „Lesemappe abgerufen“
    "juror.pack_fetched": _("Reading pack fetched"),
    # Translators: de: „Einladung in die Jury abgelehnt“
    "juror.declined": _("Invitation to the jury declined"),
    # Translators: de: „Einladung in die Jury zurückgezogen“
    "juror.invitation_withdrawn": _("Invitation to the jury withdrawn"),
    # Translators: de: „In die Jury eingeladen“
    "juror.invited": _("Invited to the jury"),
    # Translators: de: „Einladung in die Jury noch einmal gesendet“
    "juror.invited_again": _("Invitation to the jury sent again"),
    # Translators: de: „Aus der Jury ausgeschieden“
    "juror.left": _("Left the jury"),
    # Translators: de: „Erklärung der Jurymitglieder abgegeben“
    "juror.promised": _("Statement of the jurors given"),
    "juror.seated": _("Member of the jury appointed"),
    # Translators: de: „Fälle eines anderen Mitglieds übernommen“
    "juror.took_over": _("Cases of another member taken over"),
    # Translators: de: „Erklärung der Jurymitglieder veröffentlicht“
    "jury.statement_published": _("Statement of the jurors published"),
    "letter.sent_again": _("Letter sent again"),
    # Translators: de: „Niederschrift eingefroren“
    "minutes.frozen": _("Minutes frozen"),
    # Translators: de: „Vermerk zu einem Tagesordnungspunkt geschrieben“
    "minutes.noted": _("Notes on an agenda item written"),
    # Translators: de: „Niederschrift unterzeichnet“
    "minutes.signed": _("Minutes signed"),
    # Translators: de: „Niederschrift geändert“
    "minutes.written": _("Minutes changed"),
    # Translators: de: „Tagesordnung geändert“
    "meeting.agenda_changed": _("Agenda changed"),
    # Translators: de: „Anwesenheit vermerkt“
    "meeting.attendance": _("Attendance noted"),
    # Translators: de: „Sitzung abgesagt“
    "meeting.called_off": _("Meeting called off"),
    # Translators: de: „Rückkehr in den Raum vermerkt“
    "meeting.came_back": _("Return to the room noted"),
    # Translators: de: „Leitung eines Punktes bestimmt“
    "meeting.chair_named": _("Chair of an item named"),
    # Translators: de: „Angaben zur Sitzung geändert“
    "meeting.changed": _("Details of the meeting changed"),
    # Translators: de: „Sitzung geschlossen“
    "meeting.closed": _("Meeting closed"),
    # Translators: de: „Sitzung einberufen“
    "meeting.convened": _("Meeting convened"),
    # Translators: de: „Gast vermerkt“
    "meeting.guest": _("Guest noted"),
    # Translators: de: „Zur Sitzung eingeladen“
    "meeting.invited": _("Invited to the meeting"),
    # Translators: de: „Punkt beendet“
    "meeting.item_ended": _("Item ended"),
    # Translators: de: „Punkt vertagt“
    "meeting.item_postponed": _("Item postponed"),
    # Translators: de: „Punkt aufgerufen“
    "meeting.item_started": _("Item called"),
    # Translators: de: „Verlassen des Raumes vermerkt“
    "meeting.left_room": _("Departure from the room noted"),
    # Translators: de: „Sitzung eröffnet“
    "meeting.opened": _("Meeting opened"),
    # Translators: de: „Rangabstimmung ausgezählt“
    "meeting.rank_vote_counted": _("Rank vote counted"),
    # Translators: de: „Rangabstimmung eröffnet“
    "meeting.rank_vote_opened": _("Rank vote opened"),
    # Translators: de: „Rangabstimmung zurückgenommen“
    "meeting.rank_vote_withdrawn": _("Rank vote taken back"),
    # Translators: de: „An die Stimmabgabe erinnert“
    "meeting.reminded": _("Reminded to vote"),
    # Translators: de: „Stichentscheid gegeben“
    "meeting.tie_broken": _("Casting vote given"),
    # Translators: de: „Abstimmung ausgezählt“
    "meeting.vote_counted": _("Vote counted"),
    # Translators: de: „Abstimmung eröffnet“
    "meeting.vote_opened": _("Vote opened"),
    # Translators: de: „Abstimmung zurückgenommen“
    "meeting.vote_withdrawn": _("Vote taken back"),
    "office.appointed": _("Role in the office given"),
    "office.dismissed": _("Role in the office taken away"),
    # Translators: de: „Foto hinzugefügt“
    "photo.added": _("Photo added"),
    # Translators: de: „Einwilligung einer gezeigten Person eingetragen“
    "photo.consent_recorded": _("Consent of a person shown noted"),
    # Translators: de: „Einwilligung zurückgezogen, Foto vom Netz genommen“
    "photo.consent_withdrawn": _("Consent withdrawn, photo taken down"),
    # Translators: de: „Foto gelöscht“
    "photo.deleted": _("Photo deleted"),
    # Translators: de: „Angaben zum Foto geändert“
    "photo.described": _("Details of a photo changed"),
    # Translators: de: „Bildmitte eines Fotos gesetzt“
    "photo.focused": _("Focus of a photo set"),
    # Translators: de: „Gezeigte Person eingetragen“
    "photo.person_added": _("Person shown added"),
    # Translators: de: „Gezeigte Person entfernt“
    "photo.person_removed": _("Person shown removed"),
    # Translators: de: „Foto ersetzt“
    "photo.replaced": _("Photo replaced"),
    # Translators: de: „Foto vom Netz genommen“
    "photo.taken_down": _("Photo taken down"),
    # Translators: de: „Porträt: Zustimmung gegeben“
    "portrait.agreed": _("Portrait: agreed to"),
    # Translators: de: „Porträt: Zustimmung auf anderem Weg vermerkt“
    "portrait.agreement_noted": _("Portrait: agreement noted that came in another way"),
    # Translators: de: „Porträt: vermerkte Zustimmung gestrichen“
    "portrait.agreement_struck_out": _("Portrait: noted agreement struck out"),
    # Translators: de: „Porträt: um Zustimmung gebeten“
    "portrait.asked": _("Portrait: asked to agree"),
    # Translators: de: „Porträt: Änderungen vorgeschlagen“
    "portrait.changes_suggested": _("Portrait: changes suggested"),
    # Translators: de: „Porträt: Anmerkungen und Vorschläge gelöscht“
    "portrait.remarks_forgotten": _("Portrait: remarks and suggestions deleted"),
    # Translators: de: „Porträt: an die Bitte um Zustimmung erinnert“
    "portrait.reminded": _("Portrait: reminded of being asked to agree"),
    # Translators: de: „Porträt: Vorschlag beantwortet“
    "portrait.suggestion_answered": _("Portrait: suggestion answered"),
    # Translators: de: „Porträt: Vorschlag zurückgezogen“
    "portrait.suggestion_taken_back": _("Portrait: suggestion taken back"),
    # Translators: de: „Porträt: Vorschlag übernommen“
    "portrait.suggestion_taken_over": _("Portrait: suggestion taken over"),
    # Translators: de: „Porträt geschrieben oder geändert“
    "portrait.written": _("Portrait written or changed"),
    # Translators: de: „Vorschlag wieder aufgenommen“
    "proposal.brought_back": _("Proposal brought back"),
    # Translators: de: „Vorschlag bestätigt“
    "proposal.confirmed": _("Proposal confirmed"),
    # Translators: de: „Vorgeschlagene Initiative angeschrieben“
    "proposal.invited": _("Initiative proposed was written to"),
    # Translators: de: „Vorschlag zurückgelegt“
    "proposal.laid_aside": _("Proposal laid aside"),
    # Translators: de: „Vorschlag zurückgenommen“
    "proposal.taken_back": _("Proposal taken back"),
    # Translators: de: „Vorschlag aufgegriffen“
    "proposal.taken_up": _("Proposal taken up"),
    # Translators: de: „Pressekontakt benannt“
    "press.contact_named": _("Press contact named"),
    # Translators: de: „Presse: Sperrfrist zugesagt“
    "press.embargo_agreed": _("Press: embargo agreed to"),
    # Translators: de: „Presse: vorab geöffnet“
    "press.opened": _("Press: opened beforehand"),
    # Translators: de: „Presse: Person auf die Liste gesetzt“
    "press.reader_added": _("Press: person put on the list"),
    # Translators: de: „Presse: Brief mit persönlichem Link gesendet“
    "press.reader_invited": _("Press: letter with a personal link sent"),
    # Translators: de: „Presse: Brief erneut gesendet“
    "press.reader_invited_again": _("Press: letter sent once more"),
    # Translators: de: „Presse: Link zurückgenommen“
    "press.reader_withdrawn": _("Press: link withdrawn"),
    "release.confirmed": _("Release confirmed"),
    # Translators: de: „Bekanntgabe berichtigt“
    "release.corrected": _("Announcement corrected"),
    # Translators: de: „Bekanntgabe mit dem letzten Namen auf der Bühne geöffnet“
    "release.opened": _("Announcement opened with the last name on stage"),
    "release.prepared": _("Release prepared"),
    "release.revoked": _("Release stopped"),
    # Translators: de: „Bekanntgabe oder Preis zurückgenommen“
    "release.withdrawn": _("Announcement or prize withdrawn"),
    # Translators: de: „Unterschriften der Urkunden festgelegt“
    "release.signatories_named": _("Signatures of the certificates named"),
    # Translators: de: „Ergebnisbrief gelesen“
    "result_letter.seen": _("Letter on the result read"),
    # Translators: de: „Ergebnisbrief gesendet“
    "result_letter.sent": _("Letter on the result sent"),
    # Translators: de: „Ergebnisbrief zurückgenommen“
    "result_letter.taken_back": _("Letter on the result taken back"),
    # Translators: de: „Brief über die Rücknahme des Preises gelesen und gesendet“
    "result_letter.withdrawal_told": _("Letter on the prize taken back read and sent"),
    # Translators: de: „Persönlicher Absatz im Ergebnisbrief geschrieben“
    "result_letter.written": _("Personal paragraph of a letter on the result written"),
    # Translators: de: „Bogen zu einem Musterfall abgeschlossen“
    "sample.finished": _("Sheet on a sample case finished"),
    # Translators: de: „Bogen zu einem Musterfall wieder geöffnet“
    "sample.reopened": _("Sheet on a sample case opened again"),
    # Translators: de: „Nutzungsbedingungen des Siegels angenommen“
    "seal.accepted": _("Terms of the seal accepted"),
    # Translators: de: „Siegel entzogen“
    "seal.withdrawn": _("Seal withdrawn"),
    "sheet.begun": _("Sheet begun"),
    "sheet.finished": _("Sheet finished"),
    "sheet.reopened": _("Sheet opened again"),
    # Translators: de: „Eingetragenen Bogen in der Geschäftsstelle angesehen“
    "sheet.viewed_by_office": _("Entered sheet looked at in the office"),
    # Translators: de: „Bogen nach der Beratung auf den vorigen Stand gesetzt“
    "sheet.put_back": _("Sheet put back to what it said before"),
    # Translators: de: „Bögen anderer angesehen“
    "sheet.saw_others": _("Sheets of others looked at"),
    # Translators: de: „Wertungen eines Falls angesehen“
    "standings.case_viewed": _("Scores of a case looked at"),
    # Translators: de: „Bögen als Tabelle geladen“
    "standings.exported": _("Sheets loaded as a table"),
    "standings.viewed": _("Standings looked at"),
    # Translators: de: „Schritte der Bühne geändert“
    "stage.arranged": _("Steps of the stage changed"),
    # Translators: de: „Bühne geschlossen“
    "stage.closed": _("Stage closed"),
    # Translators: de: „Schlüssel der Bühne an eine Regie gegeben“
    "stage.keys_given": _("Keys of the stage given to an operator"),
    # Translators: de: „Bühne geöffnet“
    "stage.opened": _("Stage opened"),
    # Translators: de: „Bühne zurückgesetzt“
    "stage.reset": _("Stage reset"),
    # Translators: de: „Name auf der Bühne enthüllt“
    "stage.revealed": _("Name revealed on stage"),
    # Translators: de: „Code für eine Leinwand ohne Anmeldung gegeben“
    "stage.screen_added": _("Code given for a screen without signing in"),
    # Translators: de: „Leinwand ohne Anmeldung verbunden“
    "stage.screen_connected": _("Screen connected without signing in"),
    # Translators: de: „Leinwand ohne Anmeldung getrennt“
    "stage.screen_removed": _("Screen without signing in disconnected"),
}


def words(entry: JournalEntry) -> str:
    """What happened; the action itself where nobody has found words for it yet."""
    return str(WORDS.get(entry.action, entry.action))
