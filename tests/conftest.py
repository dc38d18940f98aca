"""What every test may ask for."""

pytest_plugins = [
    "tests.needs",
    "tests.services",
    "tests.databases",
    "tests.server",
    "tests.chromium",
    "tests.chaos.figures",
]
