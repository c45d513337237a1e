"""A site serves whatever start method its Python takes by itself: from 3.14 on it is another."""

from fetching import ask
from migrated_folder import migrated_folder
from site_running import running


def test_a_site_serves_where_python_would_not_fork(tmp_path):
    customised = tmp_path / "customised"
    customised.mkdir()
    (customised / "sitecustomize.py").write_text(
        "import multiprocessing\nmultiprocessing.set_start_method('forkserver')\n"
    )
    data = tmp_path / "data"
    migrated_folder(data)
    with running(data, PYTHONPATH=str(customised)) as site:
        assert ask(f"{site.address}/").status == 200
