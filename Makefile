# Short names for what go.py does, and the benchmark.
.PHONY: sample test compile bench lock readings
sample:
	python3 go.py sample
test:
	python3 go.py test
compile:
	python3 go.py compile
bench:
	.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.lock
	.venv/bin/sijill bench
lock:
	.venv/bin/python -m uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra test --extra frame pyproject.toml -o requirements.lock
	.venv/bin/python -m uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra bench pyproject.toml -c requirements.lock -o requirements-bench.lock
	.venv/bin/python -m uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra spark pyproject.toml -c requirements.lock -o requirements-spark.lock
readings:
	.venv/bin/python tools/build_corpus.py && .venv/bin/python tools/golden_readings.py
