"""A small score, engraved once for all tests of sample pages."""

import pytest

from support.written.scores import MEI, engrave


@pytest.fixture(scope="session")
def scene():
    return engrave(MEI)
