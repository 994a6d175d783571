from documents.inputs import PastedText
from documents.errors import ModelUnreachable
from assistant.llm import Piece
from tests.fakes import FakeLLM
from tests.building import build_assistant
import pytest
from assistant.assistant import Assistant
F=PastedText("Ferry","The Marigold was built in 1974 at the yard of Tam Orrick.")
Q="When was the Marigold built?"
class ProbeDies(FakeLLM):
    def stream(self, messages, *, max_tokens):
        if max_tokens<8: raise ModelUnreachable("gone","again")
        yield from super().stream(messages,max_tokens=max_tokens)
def test_probe(home):
    m=ProbeDies()
    with build_assistant(home,llm=m) as a:
        a.add([F]); m.enqueue("The Marigold was built in 1974.")
        r=a.ask(Q); print(r.text,r.notes,r.model,r.draft)
        assert 0
def test_removed(assistant, llm):
    assistant.add([F])
    s=assistant.sources()[0].id
    real=assistant.library.title
    hits=assistant.search("Marigold")
    assistant.search=lambda q,k: hits
    assistant.remove(s)
    print(repr(assistant.ask(Q)))
def test_decl(assistant,llm):
    assistant.add([PastedText("F","The captain of the Marigold is not named in the log of 1974. Dogs travel free.")])
    llm.enqueue("The captain of the Marigold is not named in the log of 1974.")
    r=assistant.ask("Is the captain of the Marigold named in the log of 1974?"); print(r.text, r.signals)
    assert 0
def test_bad(home):
    from tests.fakes import WordHashEmbedder
    from assistant.settings import load_settings
    with Assistant.with_settings(load_settings(home,{"llm":"gpt4"}),embedder=WordHashEmbedder()) as a:
        a.add([F])
        try: print(a.describe_model())
        except Exception as e: print("describe", repr(e))
        a.ask(Q)
def test_str(assistant,tmp_path):
    p=tmp_path/"x.txt"; p.write_text("The boat sails.")
    print([ (e.uri,e.status) for e in assistant.add(str(p)).entries][:3]); assert 0
def test_check_long(assistant):
    import time
    assistant.add([F]); t=time.time(); assistant.check("The Marigold sails at nine. "*100); print(time.time()-t); assert 0
def test_symbols(assistant,tmp_path):
    assistant.add([PastedText("S","The Marigold."+" ***"*5)])
    print(assistant.ask("?? !!").text); print(assistant.ask("what is it").text); assert 0
