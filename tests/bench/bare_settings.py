"""The product's database and nothing else of it."""

from awards.settings import *  # noqa: F403

MIDDLEWARE = []
ROOT_URLCONF = "tests.bench.bare"
INSTALLED_APPS = []
