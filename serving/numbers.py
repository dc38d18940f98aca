"""The names that Prometheus knows our numbers by, each with what it means. deploy/ uses these and no others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric

from app.core.measure import LATE_BUCKETS, REQUEST_BUCKETS, SOCKET

LABELLED = {
    "pulls": ("vejviser_pulls", "times a page's script asked for what is new in a conversation", "face"),
    "refused": ("vejviser_refusals", "times somebody was told no, by the reason's code", "code"),
    "facts": ("vejviser_facts", "facts committed, by kind", "fact"),
    "odd": ("vejviser_odd", "what strangers tried", "what"),
}
PLAIN = {
    "lines": (
        "vejviser_messages_stored",
        "lines of conversations stored: messages, cards, notes, what the service notes",
    ),
    "pokes_dropped": ("vejviser_pokes_dropped", "pokes dropped because too many waited; pages ask by themselves"),
    "cpu_seconds": ("vejviser_process_cpu_seconds", "processor time of all processes here"),
}
# name -> (what it is, how several processes become one number)
STATES: dict[str, tuple[str, str, Callable[[Iterable[float]], float]]] = {
    "sockets": ("vejviser_sockets", "open sockets", sum),
    "memory_bytes": ("vejviser_process_memory_bytes", "memory of all processes here", sum),
    "open_files": ("vejviser_open_files", "open files of the process that has most", max),
    "most_open_files": ("vejviser_open_files_limit", "how many a process may have", min),
    "draining": ("vejviser_draining", "processes on their way out", sum),
    "redis_gone": ("vejviser_redis_gone", "1 while a process here cannot hear the others", max),
    "storage_failing_seconds": (
        "vejviser_storage_failing_seconds",
        "for how long nothing can be saved; 0 where all is well",
        max,
    ),
}
READ = {
    "oldest_seconds": ("vejviser_queue_oldest_seconds", "for how long the first in the queue has waited"),
    "staff_online": ("vejviser_staff_online", "colleagues at their desks"),
    "letters_waiting": ("vejviser_letters_waiting", "letters that ought to have gone out"),
    "jobs_failing": ("vejviser_jobs_failing", "jobs whose last turn failed"),
    "jobs_overdue_seconds": ("vejviser_jobs_overdue_seconds", "for how long the most belated job has been due"),
}


def of_processes(counted: list[Mapping[str, Any]], states: list[Mapping[str, float]]) -> Iterator[Metric]:
    """What processes did (those that have ended included), and how those that live are."""
    yield from _of_requests(_rows(counted, "requests"))
    yield _histogram(
        "vejviser_loop_late_seconds",
        "how late the loop came back",
        [({}, _summed([one["late"] for one in counted]))],
        LATE_BUCKETS,
    )
    pages = CounterMetricFamily("vejviser_pages", "cacheable pages answered", labels=["from"])
    pages.add_metric(["memory"], sum(one["pages_from_memory"] for one in counted))
    pages.add_metric(["made"], sum(one["pages_made"] for one in counted))
    yield pages
    for key, (name, words) in PLAIN.items():
        yield CounterMetricFamily(name, words, value=sum(one[key] for one in counted))
    for key, (name, words, label) in LABELLED.items():
        family = CounterMetricFamily(name, words, labels=[label])
        for value in sorted({value for one in counted for value in one[key]}):
            family.add_metric([value], sum(one[key].get(value, 0) for one in counted))
        yield family
    yield GaugeMetricFamily("vejviser_processes", "processes that serve", value=len(states))
    for key, (name, words, together) in STATES.items():
        yield GaugeMetricFamily(name, words, value=together(one[key] for one in states))


def of_database(read: Mapping[str, Any] | None, age: float) -> Iterator[Metric]:
    """What one short read found; without one nothing is claimed."""
    yield GaugeMetricFamily("vejviser_database_up", "1 while the database answers", value=float(read is not None))
    if read is None:
        return
    yield GaugeMetricFamily("vejviser_database_read_age_seconds", "how old these numbers are", value=age)
    yield GaugeMetricFamily("vejviser_queue", "people in the queue", value=read["conversations"]["queued"])
    for name, words, label, key in (
        ("vejviser_conversations", "open conversations, by state", "status", "conversations"),
        ("vejviser_job_age_seconds", "since a job's last good end", "job", "job_age_seconds"),
    ):
        family = GaugeMetricFamily(name, words, labels=[label])
        for value, number in sorted(read[key].items()):
            family.add_metric([value], number)
        yield family
    for key, (name, words) in READ.items():
        yield GaugeMetricFamily(name, words, value=read[key])


def _rows(counted: list[Mapping[str, Any]], key: str) -> dict[str, list[float]]:
    return {
        name: _summed([one[key][name] for one in counted if name in one[key]])
        for name in sorted({n for one in counted for n in one[key]})
    }


def added(counted: list[Mapping[str, Any]]) -> dict[str, Any]:
    """Several processes' counts as those of one."""
    whole: dict[str, Any] = {}
    for key, value in counted[0].items():
        if key == "requests":
            whole[key] = _rows(counted, key)
        elif isinstance(value, dict):
            whole[key] = dict(sum((Counter(one[key]) for one in counted), Counter[str]()))
        elif isinstance(value, list):
            whole[key] = _summed([one[key] for one in counted])
        else:
            whole[key] = sum(one[key] for one in counted)
    return whole


def _summed(rows: list[list[float]]) -> list[float]:
    return [sum(column) for column in zip(*rows, strict=True)]


def _of_requests(rows: Mapping[str, list[float]]) -> Iterator[Metric]:
    """A socket lasts for hours, so it is counted when it ends, and its time says nothing."""
    total = CounterMetricFamily(
        "vejviser_requests", "answers, by face and hundreds of the status", labels=["face", "status"]
    )
    faces: dict[str, list[list[float]]] = {}
    for name, row in rows.items():
        face, hundreds = name.split(" ")
        total.add_metric([face, f"{hundreds}xx"], sum(row[1:]))
        if face != SOCKET:
            faces.setdefault(face, []).append(row)
    yield total
    summed = [({"face": face}, _summed(some)) for face, some in faces.items()]
    yield _histogram("vejviser_request_seconds", "how long an answer took", summed, REQUEST_BUCKETS)


def _histogram(
    name: str, words: str, rows: list[tuple[dict[str, str], list[float]]], ends: tuple[float, ...]
) -> Metric:
    family = HistogramMetricFamily(name, words, labels=["face"] if any(labels for labels, _ in rows) else [])
    for labels, row in rows:
        buckets, so_far = [], 0.0
        for end, number in zip((*map(str, ends), "+Inf"), row[1:], strict=True):
            so_far += number
            buckets.append((end, so_far))
        family.add_metric(list(labels.values()), buckets, row[0])
    return family
