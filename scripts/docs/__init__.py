"""The documentation as a site: pages of docs/ with a reference made from the code. Built by scripts/site."""
