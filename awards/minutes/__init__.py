"""The minutes: made of the data in German office form, read whole or with parts blackened.

`content` gathers what they say as plain data; `redaction` knows the class of each field and takes
out what somebody may not read; `paper` puts it into words, for the screen and for the PDF.
"""

from .content import Section, content_of, sections_of, texts_of
from .document import as_json, as_pdf
from .naming import moment
from .paper import chapters, heading
from .reading import for_juror, for_public, readable_by
from .redaction import Reader, Redacted, redacted

__all__ = [
    "Reader",
    "Redacted",
    "Section",
    "as_json",
    "as_pdf",
    "chapters",
    "content_of",
    "for_juror",
    "for_public",
    "heading",
    "moment",
    "readable_by",
    "redacted",
    "sections_of",
    "texts_of",
]
