"""The published evaluators as programs of their own: what each runs, on which data, and how pycocotools is built."""
import pathlib
import shutil
import subprocess

# Modules that the evaluators import beside, and do not use here.
STUBS = """
import sys, types
for name in ("pyquaternion", "typing_extensions", "appdirs", "coloredlogs", "matplotlib", "matplotlib.pyplot", "matplotlib.collections", "matplotlib.patches"):
    try: __import__(name)
    except ImportError:
        module = sys.modules[name] = types.ModuleType(name)
        module.use = lambda *_: None
        module.Quaternion = module.PatchCollection = module.Polygon = object
        if name.startswith("matplotlib."):
            setattr(sys.modules["matplotlib"], name.split(".")[1], module)
"""
TAIL = """
print(json.dumps({"number": float(result), "items": items, "cpu_s": cpu_s}), file=sys.__stdout__)
"""
# cityscapesScripts leaves files in the current folder: the temporary one.
HEAD = """
import sys, json, os, glob, time
cpu_s = None
d, peers, limit, temp = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
os.chdir(temp)
""" + STUBS

PANOPTIC = """
sys.path.insert(0, peers + "/panopticapi")
from panopticapi import evaluation
gt, pred = json.load(open(d + "/gt.json")), json.load(open(d + "/pred.json"))
byid = {a["image_id"]: a for a in pred["annotations"]}
pairs = [(a, byid[a["image_id"]]) for a in gt["annotations"][:limit]]
cats = {c["id"]: c for c in gt["categories"]}
sys.stdout = open(os.devnull, "w")
"""
CITYSCAPES = """
sys.path.insert(0, peers + "/cityscapesScripts")
os.environ["CITYSCAPES_DATASET"], os.environ["CITYSCAPES_RESULTS"] = d, d + "/results/pixel"
sys.stdout = open(os.devnull, "w")
"""

AVERAGE_PRECISION = """
sys.path.insert(0, temp + "/cocoapi/PythonAPI")
import numpy
numpy.float = float  # the name that this revision uses went in numpy 1.24
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval
sys.stdout = open(os.devnull, "w")
gt = COCO(d + "/gt.json")
e = COCOeval(gt, gt.loadRes(d + "/results_segm.json"), "KIND")
start = time.process_time()
e.evaluate(); e.accumulate()
part = time.process_time() - start
e.summarize()
items, result = len(gt.imgs), e.stats[0]
"""
PART = """
cpu_s = part
"""

ASSIGNMENT = """
import numpy
from scipy.optimize import linear_sum_assignment
costs = [numpy.random.default_rng(seed).random(SHAPE) for seed in range(10)]
start = time.process_time()
for i in range(200):
    rows, columns = linear_sum_assignment(costs[i % 10])
cpu_s, items, result = time.process_time() - start, 200, costs[9][rows, columns].sum()
"""

PROGRAMS = {
    "decode": """
import cv2
cv2.setNumThreads(1)
files = sorted(glob.glob(d + "/gt/*.png"))[:limit] + sorted(glob.glob(d + "/pred/*.png"))[:limit]
start = time.process_time()
for path in files:
    image = cv2.imread(path, cv2.IMREAD_UNCHANGED)
cpu_s, items, result = time.process_time() - start, len(files) // 2, image[0, 0, 0]
""",
    "pq": PANOPTIC + """
stat = evaluation.pq_compute_single_core(0, pairs, d + "/gt", d + "/pred", cats)
items, result = len(pairs), stat.pq_average(cats, None)[0]["pq"]
""",
    # Decoded images instead of files: what is left is the counting.
    "pq-memory": PANOPTIC + """
import numpy, PIL.Image
pairs = pairs[:10]
images = {p: numpy.array(PIL.Image.open(p)) for a, b in pairs for p in (os.path.join(d, "gt", a["file_name"]), os.path.join(d, "pred", b["file_name"]))}
class Loaded:
    open = staticmethod(lambda path: images[os.path.normpath(path)])
evaluation.Image = Loaded
start = time.process_time()
stat = evaluation.pq_compute_single_core(0, pairs, d + "/gt", d + "/pred", cats)
cpu_s, items, result = time.process_time() - start, len(pairs), stat.pq_average(cats, None)[0]["pq"]
""",
    "ap": AVERAGE_PRECISION.replace("KIND", "segm"),
    "ap-memory": AVERAGE_PRECISION.replace("KIND", "segm") + PART,
    "box": AVERAGE_PRECISION.replace("KIND", "bbox"),
    "box-memory": AVERAGE_PRECISION.replace("KIND", "bbox") + PART,
    "cs-pixel": CITYSCAPES + """
import cityscapesscripts.evaluation.evalPixelLevelSemanticLabeling as e
gt = sorted(glob.glob(d + "/gtFine/val/*/*_labelIds.png"))
pred = sorted(glob.glob(d + "/results/pixel/**/*.png", recursive=True))
e.args.JSONOutput, e.args.quiet = False, True
items, result = len(gt), e.evaluateImgLists(pred, gt, e.args)["averageScoreClasses"]
""",
    "cs-instance": CITYSCAPES + """
import cityscapesscripts.evaluation.evalInstanceLevelSemanticLabeling as e
gt = sorted(glob.glob(d + "/gtFine/val/*/*_instanceIds.png"))
e.args.predictionPath = d + "/results/instance"
e.args.JSONOutput, e.args.quiet, e.args.gtInstancesFile = False, True, temp + "/gtInstances-%d.json" % os.getpid()
pred = [e.getPrediction(g, e.args) for g in gt]
items, result = len(gt), e.evaluateImgLists(pred, gt, e.args)["averages"]["allAp"]
""",
    "assignment": ASSIGNMENT.replace("SHAPE", "(300, 300)"),
    "assignment-wide": ASSIGNMENT.replace("SHAPE", "(100, 150)"),
}


PROGRAMS["pq-20"] = PROGRAMS["pq"]
COCO = {"ap", "ap-memory", "box", "box-memory"}


def program(what, python, data, peers, limit, temp):
    """The command of one evaluator; it prints a line of JSON."""
    return [python, "-c", HEAD + PROGRAMS[what] + TAIL, data, peers, limit, temp]


def prepare(peers, python, temp):
    """Builds pycocotools' extension in a copy of its checkout; returns what is wrong, or None."""
    checkout = pathlib.Path(peers) / "cocoapi"
    if not checkout.exists():
        return f"no checkout {checkout}"
    shutil.copytree(checkout, pathlib.Path(temp) / "cocoapi", symlinks=True)
    built = subprocess.run([python, "setup.py", "build_ext", "--inplace"], cwd=pathlib.Path(temp) / "cocoapi" / "PythonAPI", capture_output=True, text=True)
    return None if built.returncode == 0 else "pycocotools cannot be built: " + (built.stderr.strip().splitlines() or ["?"])[-1]
