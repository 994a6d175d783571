"""A browser's part of the page's conversation with its server, by hand: log in, call a handler, ask."""

import json
import secrets

import httpx


class PageClient:
    """One tab. `address` is that of the page; the cookies are kept."""

    def __init__(self, address, *, timeout=60.0):
        self.http = httpx.Client(base_url=address, timeout=timeout, headers={"origin": address})
        self.session = secrets.token_hex(6)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.http.close()

    def log_in(self, password):
        return self.http.post("/login", data={"password": password})

    def open(self):
        """Loads the page: its configuration, by which calls and questions are made."""
        answer = self.http.get("/config")
        answer.raise_for_status()
        self.config = answer.json()
        return self

    def stage(self, question, messages=None):
        """How the turn of this question ended: "done", "stopped" or "failed", and its HTML.

        What the server tells on the way is put into `messages`.
        """
        last = None
        for message in self.ask(question):
            if messages is not None:
                messages.append(message)
            if message["msg"] == "process_completed":
                last = message["output"]["data"][0]
        return last["stage"], last["html"]

    def call(self, handler, data=None):
        """What a handler of the page answers."""
        part = next(one for one in self.config["components"] if handler in one["props"].get("server_fns", []))
        body = {
            "data": data or {},
            "component_id": part["id"],
            "fn_name": handler,
            "session_hash": self.session,
        }
        answer = self.http.post("/gradio_api/component_server", json=body)
        answer.raise_for_status()
        return answer.json()

    def upload(self, name, content):
        """Sends a file and adds it, as when it is dropped on the page."""
        (path,) = self.http.post("/gradio_api/upload", files={"files": (name, content)}).json()
        return self.call("library_add", {"files": [{"path": path, "name": name}]})

    def ask(self, question):
        """What the server tells of the growing turn, one message after the other."""
        function = next(
            one for one in self.config["dependencies"] if one["api_name"] == "ask" or one["targets"]
        )
        data = {"id": secrets.token_hex(8), "question": question, "conversation": ""}
        body = {
            "data": [],
            "event_data": data,
            "fn_index": function["id"],
            "session_hash": self.session,
            "trigger_id": function["targets"][0][0],
        }
        self.http.post("/gradio_api/queue/join", json=body).raise_for_status()
        with self.http.stream(
            "GET", "/gradio_api/queue/data", params={"session_hash": self.session}
        ) as stream:
            for line in stream.iter_lines():
                if line.startswith("data:"):
                    yield json.loads(line[5:])
