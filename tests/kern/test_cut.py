"""Of KERN's style sheet a page fetches what this product uses, and no less."""

import runpy

import pytest
from django.conf import settings

TOOL = runpy.run_path(str(settings.BASE_DIR / "tools" / "cut_kern.py"))
CUT = TOOL["TARGET"].read_text(encoding="utf-8")
RUN = "python tools/cut_kern.py cuts KERN's style sheet anew."


def test_what_is_in_use_is_in_the_cut_style_sheet():
    whole = set(TOOL["SELECTED"].findall(TOOL["SOURCE"].read_text(encoding="utf-8")))
    there = set(TOOL["SELECTED"].findall(CUT))
    assert {name for name in TOOL["used"]() if name in whole} - there == set(), RUN


def test_the_tokens_that_we_read_are_in_the_cut_style_sheet():
    whole = TOOL["SOURCE"].read_text(encoding="utf-8")
    ours = "".join(file.read_text(encoding="utf-8") for file in TOOL["OUR_STYLES"].glob("*.css"))
    asked = set(TOOL["ASKED"].findall(ours + CUT))
    known = set(TOOL["CUSTOM"].findall(whole))
    assert (asked & known) - set(TOOL["CUSTOM"].findall(CUT)) == set(), RUN


@pytest.mark.parametrize(
    ("source", "left"),
    [
        (".kern-btn{color:red}.kern-loader{color:red}", ".kern-btn{color:red}"),
        (".kern-btn--primary,.kern-loader{top:0}", ".kern-btn--primary{top:0}"),
        (".kern-btn .kern-loader{top:0}", ""),
        (".kern-btn:not(.kern-loader){top:0}", ".kern-btn:not(.kern-loader){top:0}"),
        (":is(body,.kern-dark){top:0}", ":is(body,.kern-dark){top:0}"),
        ("@media print{.kern-loader{top:0}}a{top:0}", "a{top:0}"),
        ("@media print{.kern-btn{top:0}}", "@media print{.kern-btn{top:0}}"),
        (".kern-icon--info{top:0}.kern-icon--home{top:0}", ".kern-icon--info{top:0}"),
        (
            ":root{--a:1;--b:var(--c);--c:2}a{top:var(--b)}",
            ":root{--b:var(--c);--c:2}a{top:var(--b)}",
        ),
        (
            "a{background:url('data:x;y,{z}')}".replace("{z}", "z"),
            "a{background:url('data:x;y,z')}",
        ),
    ],
)
def test_what_stays(source, left):
    assert TOOL["cut"](source, {"kern-btn", "kern-icon--info"}) == left
