# make app          install into .venv, then open the window (or, with no display, write a PDF)
# make test         everything that CI runs
# make bench        the benchmarks
# make classifiers  train the image classifiers in resources/classifiers/ again, from the data
# make write-ups    run three presets and write the PDFs and the page that the README shows
# make clean        remove what the above made, except for runs/

bin := .venv/bin
pip := $(bin)/python -m pip install --disable-pip-version-check -c packaging/constraints.txt

.PHONY: app test bench classifiers write-ups clean

app: .venv/app.stamp
	@sh packaging/app.sh

test: export QT_QPA_PLATFORM = offscreen
test: .venv/dev.stamp
	@sh packaging/qt-libraries.sh .venv
	@sh packaging/screen.sh
	$(bin)/ruff check
	$(bin)/ruff format --check
	$(bin)/mypy
	$(bin)/lint-imports --no-logo
	$(bin)/deptry .
	$(bin)/pytest

bench: export QT_QPA_PLATFORM = offscreen
bench: .venv/dev.stamp
	@sh packaging/qt-libraries.sh .venv
	$(bin)/pytest tests/bench -o python_files='bench_*.py test_*.py' --timeout=0

classifiers: .venv/app.stamp
	$(bin)/python packaging/train_classifiers.py

write-ups: .venv/app.stamp
	$(bin)/python packaging/write_ups.py

# A stamp is newer than the files that it was made from, so a second call installs nothing.
.venv/app.stamp: pyproject.toml packaging/constraints.txt
	@sh packaging/venv.sh
	$(pip) -e .
	@touch $@

.venv/dev.stamp: .venv/app.stamp
	$(pip) -e '.[dev]'
	@touch $@

clean:
	rm -rf .venv build *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache \
		.hypothesis .benchmarks
	find core desktop_app resources tests -name __pycache__ -prune -exec rm -rf {} +
