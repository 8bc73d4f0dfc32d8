"""The command says what is missing, and leaves with a status of its own kind."""

import pytest

from rastrum_samples.__main__ import FAILED, MISSING, build_parser, main


def choices(parser):
    return next(a.choices for a in parser._actions if a.choices and a.dest == "command")


def test_every_command_says_what_it_is_for(capsys):
    for name in choices(build_parser()):
        with pytest.raises(SystemExit) as left:
            main([name, "--help"])

        assert left.value.code == 0
        assert f"rastrum-samples {name}" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [[], ["nonsense"], ["assets", "burn"]])
def test_wrong_usage_is_status_2(arguments):
    with pytest.raises(SystemExit) as left:
        main(arguments)

    assert left.value.code == 2


def test_a_command_that_fails_says_so_in_one_line(capsys):
    assert main(["make", "absent.mei", "-o", "nowhere"]) == FAILED

    error = capsys.readouterr().err
    assert error.startswith("rastrum-samples: ")
    assert error.count("\n") == 1


def test_an_unknown_bundle_is_named_with_those_that_there_are(capsys):
    assert main(["assets", "list", "nothing"]) == FAILED

    assert "muscima-pp" in capsys.readouterr().err


def test_a_missing_extra_is_named(capsys, monkeypatch):
    def run(_):
        raise ModuleNotFoundError("No module named 'torch'", name="torch")

    parser = build_parser()
    parser.set_defaults(run=run)
    choices(parser)["fonts"].set_defaults(run=run)
    monkeypatch.setattr("rastrum_samples.__main__.build_parser", lambda: parser)

    assert main(["fonts"]) == MISSING
    assert "torch is missing" in capsys.readouterr().err
