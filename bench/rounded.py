"""What a device with 16-bit arithmetic says of an exported network, and how much of it is what 32 bits say.

    /usr/bin/python3 bench/rounded.py --images PHOTOS --out FOLDER NAME-fp32.onnx NAME-fp16.onnx [...]

OnnxRuntime computes 16-bit graphs on processors in 32 bits, and rounds weights alone. This writes each 16-bit graph as one of 32 bits in
which every value that the graph holds in 16 bits is rounded to a 16-bit number's 11 binary digits (Veltkamp: x * 8193 - (x * 8193 - x));
sums within one operator are not rounded, as matrix units of GPUs do it. `panoptes predict` then segments the photographs by three files,
and pixels are compared: classes, or of panoptic networks the segments' classes. Needs Debian's python3-onnx, python3-numpy, python3-pil.
"""

import argparse
import json
import pathlib
import shutil
import subprocess
import sys

import numpy
import onnx
from onnx import TensorProto, helper, numpy_helper
from PIL import Image

from two_processes import program_of

ROOT = pathlib.Path(__file__).resolve().parent.parent
MOVES = set("Reshape Transpose Slice Gather Unsqueeze Squeeze Concat Expand Identity Relu Split Where Clip MaxPool Pad Tile".split())


def elements(model):
    graph = onnx.shape_inference.infer_shapes(model).graph
    known = {value.name: value.type.tensor_type.elem_type for value in [*graph.value_info, *graph.input, *graph.output]}
    return known | {tensor.name: tensor.data_type for tensor in graph.initializer}


def rounded(source, target):
    model = onnx.load(str(source))
    graph, known = model.graph, elements(model)
    constants = {tensor.name for tensor in graph.initializer}
    for tensor in graph.initializer:
        if tensor.data_type == TensorProto.FLOAT16:
            tensor.CopyFrom(numpy_helper.from_array(numpy_helper.to_array(tensor).astype(numpy.float32), tensor.name))
    graph.initializer.append(numpy_helper.from_array(numpy.float32(8193), "split"))
    nodes = []
    for node in graph.node:
        is_constant = all(name in constants or not name for name in node.input)
        constants |= set(node.output) if is_constant else set()
        for attribute in node.attribute:
            if node.op_type == "Cast" and attribute.name == "to" and attribute.i == TensorProto.FLOAT16:
                attribute.i = TensorProto.FLOAT
        nodes.append(node)
        for place, name in enumerate(node.output):
            if known[name] == TensorProto.FLOAT16 and node.op_type not in MOVES and not is_constant:
                node.output[place] = f"{name}_whole"
                nodes += [helper.make_node("Mul", [f"{name}_whole", "split"], [f"{name}_more"]),
                          helper.make_node("Sub", [f"{name}_more", f"{name}_whole"], [f"{name}_rest"]),
                          helper.make_node("Sub", [f"{name}_more", f"{name}_rest"], [name])]
    del graph.node[:], graph.value_info[:]
    graph.node.extend(nodes)
    onnx.save(model, str(target))


def predicted(program, file, images, folder):
    shutil.rmtree(folder, ignore_errors=True)
    done = subprocess.run([*program_of(program), "predict", str(file), str(images), "--out", str(folder)], capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"{file}:\n{done.stdout}{done.stderr}")
    if not (folder / "panoptic.json").exists():
        return {file.name: numpy.asarray(Image.open(file)) for file in sorted(folder.glob("*.png"))}
    classes = {}
    for annotation in json.loads((folder / "panoptic.json").read_text())["annotations"]:
        pixels = numpy.asarray(Image.open(folder / "panoptic" / annotation["file_name"])).astype(int) @ [1, 256, 65536]
        table = numpy.zeros(pixels.max() + 1, int)
        for segment in annotation["segments_info"]:
            table[segment["id"]] = segment["category_id"] + 1
        classes[annotation["file_name"]] = table[pixels]
    return classes


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=pathlib.Path, nargs="+", metavar="FILE", help="pairs: the graph in 32 bits, and in 16")
    parser.add_argument("--images", type=pathlib.Path, required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--program", default=str(ROOT / "panoptes"), help="the panoptes command or panoptes.dll")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    for whole, half in zip(args.files[::2], args.files[1::2], strict=True):
        copy = args.out / f"{half.stem}-rounded.onnx"
        rounded(half, copy)
        truth, *others = (predicted(args.program, file, args.images, args.out / file.stem) for file in (whole, half, copy))
        share = lambda other: 100 * numpy.mean(numpy.concatenate([(truth[name] == other[name]).ravel() for name in truth]))
        print(f"{half.name}: same class in {share(others[0]):.4f} % of the pixels by OnnxRuntime, "
              f"{share(others[1]):.4f} % with every value rounded", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
