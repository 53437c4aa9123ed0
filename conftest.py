pytest_plugins = ["tests.people", "tests.databases", "tests.meaning", "tests.templates"]
