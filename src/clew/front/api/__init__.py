"""The API: every act and query of the ground at an address of its own; the same functions that the pages call."""
