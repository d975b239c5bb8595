import pytest

pytest.register_assert_rewrite("tests.e2e.person", "tests.e2e.served")
