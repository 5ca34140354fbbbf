import pytest

from panel.kernel.folding import folded


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("nunez", "Núñez"),
        ("QUIBDO", "Quibdó"),
        ("strasse", "Straße"),
        ("maelle", "Maëlle"),
        ("cigna", "cigña"),
        ("ﬁnca", "finca"),
    ],
)
def test_what_is_typed_without_accents_and_capitals_is_what_was_written(
    typed: str, written: str
) -> None:
    assert folded(typed) == folded(written)


def test_other_words_stay_other_words() -> None:
    assert folded("mutual") != folded("mutuo")
    assert folded("Łódź 中文") == "łodz 中文"
