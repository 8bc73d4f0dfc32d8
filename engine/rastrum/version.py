"""The version of the package."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("rastrum")
except PackageNotFoundError:  # a checkout that is not installed
    __version__ = "0"
