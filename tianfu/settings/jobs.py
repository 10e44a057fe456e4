"""The broker, the worker and the longest a job may take."""

from kombu import Queue

from tianfu.environment import broker_url, env_int, env_text
from tianfu.settings.installation import DATA_DIR

REDIS_URL = env_text("REDIS_URL")
CELERY_BROKER_URL = broker_url(REDIS_URL)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_IMPORTS = ["tianfu.site.pages.health", "tianfu.grants.tasks"]
CELERY_TASK_QUEUES = [Queue("celery"), Queue("heartbeat")]
CELERY_TIMEZONE = "Asia/Shanghai"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a worker never gives up on its broker
# A job whose worker does not renew its lease for this long is given to another one.
JOB_LEASE_SECONDS = env_int("JOB_LEASE_SECONDS", 20)
# The longest one run of a job or a task of the beat may take. Then it is told to stop, half a minute later its
# process is ended, and a minute after its time its lease is renewed no more: the row is put back, in the end parked.
JOB_LONGEST_SECONDS = env_int("JOB_LONGEST_SECONDS", 600)
CELERY_TASK_SOFT_TIME_LIMIT = JOB_LONGEST_SECONDS
CELERY_TASK_TIME_LIMIT = JOB_LONGEST_SECONDS + 30
CELERY_BROKER_TRANSPORT_OPTIONS = {
    # Longer than any run: what is at work is not given to a second worker.
    "visibility_timeout": JOB_LONGEST_SECONDS + 300,
    "socket_timeout": 5,
    "socket_connect_timeout": 5,
    # A request does not wait for a broker that is away (six seconds by default): the sweeper finds its job.
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0.1,
    "interval_max": 0.1,
}
# The schedule itself stands in the apps (beat.toml, tianfu/beat.py).
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")
