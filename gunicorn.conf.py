"""How gunicorn serves the site; PORT, WEB_CONCURRENCY and WEB_THREADS differ by installation.

The access log is django-structlog's: one JSON line a request, with the request's id.
"""

import os
from pathlib import Path

from structlog.processors import JSONRenderer, TimeStamper, format_exc_info
from structlog.stdlib import ProcessorFormatter, add_log_level, add_logger_name

bind = os.environ.get("BIND", f"127.0.0.1:{os.environ.get('PORT', '8000')}")
worker_class = "gthread"
# Loaded once, before the workers fork: they start at once, also when one is replaced in a rush, and
# share what is in memory. Not with the embedded PostgreSQL, which counts processes as its users.
preload_app = bool(os.environ.get("DATABASE_URL"))
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
timeout = 60
graceful_timeout = 20
keepalive = 5
# A worker is replaced now and then, never all at the same time, and not every few seconds when
# everybody asks for the same page.
max_requests = 50_000
max_requests_jitter = 10_000
# The heartbeat file lives in memory: a slow disk must not make a worker look dead.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108  gunicorn's advice
control_socket_disable = True
accesslog = None
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": ProcessorFormatter,
            "processor": JSONRenderer(),
            "foreign_pre_chain": [
                add_log_level,
                add_logger_name,
                TimeStamper(fmt="iso"),
                format_exc_info,
            ],
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "gunicorn.error": {"handlers": ["console"], "propagate": False, "level": "INFO"},
        "gunicorn.access": {"handlers": [], "propagate": False, "level": "CRITICAL"},
    },
}
