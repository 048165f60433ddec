"""The network: a small encoder with several heads on one pass."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812
from transformers import AutoConfig, AutoModel

from sayso.reading.tags import BIO, BUCKETS, DEPENDENCIES, ENTITIES, PARTS_OF_SPEECH, distance_bucket
from sayso.reading.windows import CLS, SEP, SHAPES
from training.targets import IGNORE, Batch

LINK = 64
"""Width of the vectors whose products score links."""

ARC = 96
"""Width of the vectors whose products score dependency arcs."""


class PooledDropout(nn.Module):
    """Dropout from one pool of random numbers, read from a random place: on a CPU, drawing anew takes a quarter of a step."""

    POOL = 1 << 24

    def __init__(self, p: float = 0.1) -> None:
        super().__init__()
        self.p = p
        self.pool: Tensor | None = None

    def forward(self, values: Tensor) -> Tensor:
        if not (self.training and self.p):
            return values
        if self.pool is None:
            generator = torch.Generator().manual_seed(0)
            self.pool = (torch.rand(self.POOL, generator=generator) >= self.p).to(torch.bfloat16) / (1 - self.p)
        size = values.numel()
        at = int(torch.randint(0, self.POOL - size, ()))
        return values * self.pool[at : at + size].view(values.shape).to(values.dtype)


class Network(nn.Module):
    """Encoder and heads.

    Outputs of a pass, each (windows, pieces, …): ``bio``, log-odds of the tags; ``link``, four vectors a piece (the cue asking
    for its source, the cue asked for by a content, the source, the content); ``pos``, ``entity`` and ``dependency``, log-odds;
    ``arc``, two vectors a piece (as dependent, as head).
    """

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.mpnet = AutoConfig.from_pretrained(folder).model_type == "mpnet"
        # without dropout inside it, attention takes the fused path where there is one
        self.encoder = AutoModel.from_pretrained(
            folder, attn_implementation="eager" if self.mpnet else "sdpa", attention_probs_dropout_prob=0.0
        )
        if hasattr(self.encoder, "pooler"):
            self.encoder.pooler = None
        self.encoder.embeddings.word_embeddings.weight.requires_grad_(False)  # half of all weights, and no better for being tuned
        width = self.encoder.config.hidden_size
        self.shape = nn.Embedding(len(SHAPES), width)
        nn.init.zeros_(self.shape.weight)
        self.drop = PooledDropout()
        for module in self.encoder.modules():
            for name, child in module.named_children():
                if isinstance(child, nn.Dropout):
                    setattr(module, name, PooledDropout(child.p))
        self.bio = nn.Linear(width, len(BIO))
        self.link = nn.Linear(width, 4 * LINK)
        self.pos = nn.Linear(width, len(PARTS_OF_SPEECH))
        self.entity = nn.Linear(width, len(ENTITIES))
        self.dependency = nn.Linear(width, len(DEPENDENCIES))
        self.arc = nn.Linear(width, 2 * ARC)
        self.source_bias = nn.Parameter(torch.zeros(BUCKETS))
        self.content_bias = nn.Parameter(torch.zeros(BUCKETS))
        self.no_source = nn.Parameter(torch.zeros(()))

    def forward(self, ids: Tensor, shapes: Tensor, mask: Tensor) -> tuple[Tensor, ...]:
        if self.mpnet:
            ids = as_mpnet(ids)
        embedded = self.encoder.embeddings.word_embeddings(ids) + self.shape(shapes)
        hidden = self.drop(self.encoder(inputs_embeds=embedded, attention_mask=mask).last_hidden_state)
        return tuple(head(hidden) for head in (self.bio, self.link, self.pos, self.entity, self.dependency, self.arc))

    def loss(self, batch: Batch, *, auxiliary: float, teacher: float = 0.0) -> tuple[Tensor, dict[str, float]]:
        """The weighted sum of the heads' losses, and each of them for the log.

        ``teacher`` is the share of what a teacher says of the tags in their loss; where it alone speaks, it has all of it.
        """
        bio, link, pos, entity, dependency, arc = (t.float() for t in self(batch.ids, batch.shapes, batch.mask))
        parts = {
            "bio": _tag_loss(bio, batch, teacher),
            "pos": _cross_entropy(pos, batch.pos),
            "entity": _cross_entropy(entity, batch.entity),
            "dependency": _cross_entropy(dependency, batch.dependency),
            "arc": _arc_loss(arc, batch),
            "link": self._link_loss(link, batch),
        }
        weights = {"bio": 1.0, "link": 0.3, "pos": auxiliary, "entity": auxiliary, "dependency": auxiliary, "arc": auxiliary}
        total = sum((weights[k] * v for k, v in parts.items()), torch.zeros(()))
        return total, {k: float(v.detach()) for k, v in parts.items()}

    def _link_loss(self, link: Tensor, batch: Batch) -> Tensor:
        losses = []
        for row, example in enumerate(batch.examples):
            if not example.cues:
                continue
            mean = lambda spans, part: torch.stack([link[row, s:e, part * LINK : (part + 1) * LINK].mean(0) for s, e in spans])  # noqa: B023, E731
            scale = LINK**-0.5
            targets = torch.tensor(example.source_of_cue)
            if (targets != IGNORE).any():
                asked = mean(example.cues, 0)
                scores = self.no_source.expand(len(example.cues), 1)
                if example.sources:
                    between = (
                        asked @ mean(example.sources, 2).T * scale + self.source_bias[_buckets(example.cues, example.sources)]
                    )
                    scores = torch.cat([scores, between], 1)
                losses.append(
                    F.cross_entropy(
                        scores, torch.where(targets == IGNORE, IGNORE, targets + 1), ignore_index=IGNORE, reduction="sum"
                    )
                )
            owned = [j for j, cue in enumerate(example.cue_of_content) if cue >= 0]
            if owned and len(example.cues) > 1:
                contents = [example.contents[j] for j in owned]
                scores = (
                    mean(example.cues, 1) @ mean(contents, 3).T * scale + self.content_bias[_buckets(example.cues, contents)]
                ).T
                losses.append(F.cross_entropy(scores, torch.tensor([example.cue_of_content[j] for j in owned]), reduction="sum"))
        count = sum(len(e.cues) + len(e.contents) for e in batch.examples)
        return torch.stack(losses).sum() / max(1, count) if losses else link.sum() * 0


def _cross_entropy(scores: Tensor, targets: Tensor) -> Tensor:
    """The mean over the pieces that have a target; nothing where none has."""
    total = F.cross_entropy(scores.flatten(0, 1), targets.flatten(), ignore_index=IGNORE, reduction="sum")
    return total / (targets != IGNORE).sum().clamp(min=1)


def _tag_loss(bio: Tensor, batch: Batch, teacher: float) -> Tensor:
    """Cross-entropy with the marks, and with what a teacher says; the mean over all pieces that either speaks of."""
    marked, softened = batch.bio != IGNORE, ~batch.soft[..., 0].isnan()
    hard = F.cross_entropy(bio.flatten(0, 1), batch.bio.flatten(), ignore_index=IGNORE, reduction="none").view(marked.shape)
    soft = -(batch.soft.nan_to_num(0.0).exp() * F.log_softmax(bio, -1)).sum(-1) * softened
    share = torch.where(marked, torch.where(softened, teacher, 0.0), 1.0)
    return ((1 - share) * hard + share * soft).sum() / (marked | softened).sum().clamp(min=1)


def as_mpnet(ids: Tensor) -> Tensor:
    """Ids of BERT's vocabulary as MPNet's: the same word pieces, four marks further on, with other marks at the ends."""
    out = ids + 4
    for bert, mpnet in ((0, 1), (100, 3), (CLS, 0), (SEP, 2)):
        out = torch.where(ids == bert, mpnet, out)
    return out


def _buckets(cues: list[tuple[int, int]], spans: list[tuple[int, int]]) -> Tensor:
    return torch.tensor([[distance_bucket(apart(cue, span)) for span in spans] for cue in cues])


def apart(cue: tuple[int, int], span: tuple[int, int]) -> int:
    """Pieces from the cue to the span: positive where it follows, negative where it stands before."""
    return span[0] - cue[1] + 1 if span[0] >= cue[0] else span[1] - cue[0] - 1


def _arc_loss(arc: Tensor, batch: Batch) -> Tensor:
    scores = arc[..., :ARC] @ arc[..., ARC:].transpose(1, 2) * ARC**-0.5
    scores = scores.masked_fill(batch.mask[:, None, :] == 0, -1e4)
    return _cross_entropy(scores, batch.head)
