dbutils.fs.mount("s3://bucket", "/mnt/bucket")  # ! PYTHON_DEFINITION_FAILED: `mounts` in the pipeline file
