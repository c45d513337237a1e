"""A site serves whatever start method its Python takes by itself: from 3.14 on it is another."""

from fetching import ask
from site_running import run, running


def test_a_site_serves_where_python_would_not_fork(tmp_path):
    customised = tmp_path / "customised"
    customised.mkdir()
    (customised / "sitecustomize.py").write_text(
        "import multiprocessing\nmultiprocessing.set_start_method('forkserver')\n"
    )
    data = tmp_path / "data"
    assert run(data, "migrate").returncode == 0
    with running(data, PYTHONPATH=str(customised)) as site:
        assert ask(f"{site.address}/").status == 200
