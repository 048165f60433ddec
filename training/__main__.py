"""Train the model and write the files that are shipped: ``python -m training``. Broken off, it goes on from its checkpoint."""

from sayso.reading.encoder import MODEL
from training import calibrate, export, train

options = train.parser().parse_args()
checkpoint = train.train(options)
export.export(export.load(checkpoint), MODEL, name=export.VERSION)
calibrate.calibrate(options.corpus.parents[1], MODEL)
export.tell(MODEL)
