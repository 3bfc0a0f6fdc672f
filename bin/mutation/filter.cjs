/** Jest's `filter`: which of the test files that it has found run. Required by Jest, imported by the runner. */
let chosen;
let seen = [];

module.exports = (testFiles) => {
  seen = testFiles;
  return { filtered: chosen === undefined ? testFiles : testFiles.filter((file) => chosen.includes(file)) };
};

/** The files that run from now on, by absolute path; undefined: all. */
module.exports.choose = (files) => {
  chosen = files;
};

/** The files that Jest has found the last time. */
module.exports.lastSeen = () => seen;
