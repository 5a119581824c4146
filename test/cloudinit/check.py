"""Takes user data as a server's cloud-init does, with cloud-init's own code, and sees that it becomes what is meant.

cloud-init's schema is about the settings of #cloud-config alone: `cloud-init schema` knows no other kind. So a script is
taken the whole way that cloud-init takes one: it is told by its first bytes, and the handler of its kind writes it to
the folder that is run. A part that is #cloud-config is held to the schema.
"""

import pathlib
import sys
import tempfile

import yaml
from cloudinit import helpers, user_data, util
from cloudinit.config import schema
from cloudinit.handlers import shell_script
from cloudinit.settings import PER_INSTANCE

LIMIT = 16384  # Amazon EC2 User Guide, "Run commands when you launch an EC2 instance with user data input"


def complaints(blob):
    """Says what is wrong with user data, in words."""
    if len(blob) > LIMIT:
        return [f"{len(blob)} bytes, and EC2 takes {LIMIT}"]
    with tempfile.TemporaryDirectory() as folder:
        paths = helpers.Paths({"cloud_dir": folder, "run_dir": folder})
        paths.get_ipath_cur = lambda name=None: folder
        message = user_data.UserDataProcessor(paths).process(blob)
        parts = [p for p in message.walk() if not p.is_multipart()]
        if len(parts) != 1:
            return [f"{len(parts)} parts, want one"]
        kind, payload = parts[0].get_content_type(), util.fully_decoded_payload(parts[0])
        if kind == "text/cloud-config":
            return against_schema(payload)
        if kind != "text/x-shellscript":
            return [f"cloud-init takes it for {kind} and runs nothing"]
        handler = shell_script.ShellScriptPartHandler(paths)
        handler.handle_part(None, kind, "part-001", payload, PER_INSTANCE)
        written = pathlib.Path(folder, "part-001")
        if written.read_bytes() != blob:
            return ["cloud-init runs something else than what was written"]
        if not written.stat().st_mode & 0o100:
            return ["cloud-init would not run it"]
    return []


def against_schema(payload):
    try:
        schema.validate_cloudconfig_schema(yaml.safe_load(payload), schema.get_schema(), strict=True)
    except schema.SchemaValidationError as error:
        return [str(error)]
    return []


def see_that_it_notices():
    """Sees first that good user data passes and bad is refused: a check that lets everything through is none."""
    good = [b"#!/bin/bash\n:\n", b"#cloud-config\nruncmd: [[touch, /x]]\n"]
    bad = [b"", b":\n", b"# a comment\n#!/bin/bash\n", b"#!/bin/bash\r\n:\r\n",
           b"\xef\xbb\xbf#!/bin/bash\n", b"#!/bin/bash\n#" + b"x" * LIMIT, b"#cloud-config\nruncmd: 1\n"]
    for blob in good:
        assert not complaints(blob), (blob, complaints(blob))
    for blob in bad:
        assert complaints(blob), blob[:40]


def main(files):
    see_that_it_notices()
    if not files:
        sys.exit("no user data")
    wrong = [f"{file}: {why}" for file in files for why in complaints(pathlib.Path(file).read_bytes())]
    print(*wrong, f"{len(files)} user data, {len(wrong)} problems", sep="\n")
    sys.exit(bool(wrong))


main(sys.argv[1:])
