"""Fetch what sample pages are made of: typefaces, paper, handwritten symbols."""

import argparse
import logging
import sys
from pathlib import Path

_LOG = logging.getLogger(__name__)


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `fonts` and `assets` to a command line."""
    fonts = commands.add_parser(
        "fonts", help="fetch free music and text typefaces from the npm registry"
    )
    fonts.set_defaults(run=_fonts)
    assets = commands.add_parser("assets", help="list, install or remove bundles of assets")
    assets.add_argument("action", choices=("list", "install", "remove"))
    assets.add_argument("name", nargs="?", help="of the bundle; all by default")
    assets.add_argument("--archive", type=Path, help="install from a local copy, without a network")
    assets.set_defaults(run=_assets)


def _fonts(options: argparse.Namespace) -> None:
    from rastrum_samples.engraving.fonts import fetch_fonts, font_folder

    del options
    _LOG.info("%d typefaces in %s", fetch_fonts(), font_folder())


def _assets(options: argparse.Namespace) -> None:
    from rastrum_samples.assets import (
        BUNDLES,
        AssetError,
        asset_folder,
        install,
        is_installed,
        remove,
        show_progress,
    )

    if options.name is not None and options.name not in BUNDLES:
        raise AssetError(f"there is no bundle {options.name!r}; there is: {', '.join(BUNDLES)}")
    chosen = [options.name] if options.name else list(BUNDLES)
    if options.action == "install" and not options.name:
        chosen = [name for name in chosen if BUNDLES[name].url]
    for name in chosen:
        bundle = BUNDLES[name]
        if options.action == "list":
            state = "installed" if is_installed(bundle) else "not installed"
            sys.stdout.write(f"{name}  {bundle.size / 1e6:.1f} MB  {state}  ({bundle.licence})\n")
        elif options.action == "install":
            folder = install(bundle, archive=options.archive, progress=show_progress)
            sys.stdout.write(f"{name} is in {folder}\n")
        else:
            removed = remove(bundle)
            state = "removed" if removed else f"was not in {asset_folder()}"
            sys.stdout.write(f"{name} {state}\n")
