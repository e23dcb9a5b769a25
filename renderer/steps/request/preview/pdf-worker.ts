/** Entry of the worker that reads PDFs: pdf.js's own, as a file of ours, because the page's policy allows no other. */
import 'pdfjs-dist/legacy/build/pdf.worker.mjs';
