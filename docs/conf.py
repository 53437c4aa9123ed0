"""How Sphinx makes the site of the pages that scripts/docs puts together. Nothing in it is fetched from elsewhere."""

from importlib.metadata import version as version_of

project = "Clew"
author = "The authors of Clew"
project_copyright = "The authors of Clew, Apache-2.0"
version = release = version_of("clew")
language = "en"

extensions = ["myst_parser"]
myst_heading_anchors = 3
nitpicky = True
highlight_language = "none"
smartquotes = False  # they would make one dash of the two that an option begins with
pygments_style = "a11y-high-contrast-light"
pygments_dark_style = "a11y-high-contrast-dark"

html_theme = "furo"
html_title = "Clew"
html_static_path = ["site.css", "../src/clew/front/static/dist/inter-latin-wght-normal.woff2"]
html_css_files = ["site.css"]
html_favicon = html_logo = "../src/clew/front/static/mark.svg"
html_copy_source = html_show_sourcelink = html_show_sphinx = False
html_theme_options = {
    # The colours of the product itself (web/src/styles/tokens.css).
    "light_css_variables": {
        "color-brand-primary": "oklch(0.5 0.17 268)",
        "color-brand-content": "oklch(0.5 0.17 268)",
        "color-brand-visited": "oklch(0.45 0.13 268)",
        "font-stack": "Inter, system-ui, sans-serif",
    },
    "dark_css_variables": {
        "color-brand-primary": "oklch(0.74 0.12 268)",
        "color-brand-content": "oklch(0.74 0.12 268)",
        "color-brand-visited": "oklch(0.7 0.1 268)",
    },
}
