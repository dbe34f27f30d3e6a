"""Sphinx settings. Build with: python -m sphinx -W -q -b html docs docs/_build/html."""

import os
import sys
from pathlib import Path

from trivet import __version__

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE / "_ext"))

# Commands on the pages find the trivet of this environment, start from a clean slate and never read an old result.
os.environ["PATH"] = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
os.environ["TRIVET_CACHE"] = ""
os.environ["PYTHONSTARTUP"] = str(HERE / "_ext" / "shell.py")
os.environ["PYTHONUTF8"] = "1"
os.environ["COLUMNS"] = "100"
for name in ("TRIVET_LANG", "TRIVET_TERMS"):
    os.environ.pop(name, None)

project = "Trivet"
author = "The Trivet authors"
copyright = "The Trivet authors, Apache License 2.0"
release = version = __version__

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "generated"]
exclude_patterns = ["_build", "_ext", "jupyter_execute"]
nitpicky = False

myst_enable_extensions = ["colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 3

nb_execution_mode = "force"
nb_execution_raise_on_error = True
nb_execution_in_temp = True
nb_execution_timeout = 120
nb_merge_streams = True
nb_render_markdown_format = "gfm"

autodoc_member_order = "bysource"
autodoc_preserve_defaults = True
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
napoleon_google_docstring = True
napoleon_numpy_docstring = False

html_theme = "furo"
html_title = f"Trivet {release}"
html_static_path = ["_static"]
html_css_files = ["docs.css"]
html_show_sphinx = False


def setup(app):
    """Read pages on two cores even where nobody said so: most of the build is the running of examples."""
    app.parallel = max(app.parallel, min(2, os.cpu_count() or 1))
