"""How Sphinx builds the documentation."""

from __future__ import annotations

import tomllib
from pathlib import Path

_project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text("utf-8"))["project"]

project = "XReason"
author = "The XReason authors"
project_copyright = "2026, the XReason authors"
version = release = _project["version"]
language = "en"

extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build"]
nitpicky = True

html_theme = "furo"
html_title = f"XReason {release}"
html_extra_path = ["schemas"]
# Nothing is loaded from elsewhere when a page is read.
html_theme_options = {"navigation_with_keys": True}
