/** Written down here, not collected from the schemas: whoever raises one is reminded by the test of this list. */
export const formats = {
  site: 'gatecheck/site@1',
  catalog: 'gatecheck/catalog@1',
  request: 'gatecheck/request@1',
  answer: 'gatecheck/answer@1',
  report: 'gatecheck/report@1',
  active: 'gatecheck/active@1',
  identity: 'gatecheck/identity@2',
  draft: 'gatecheck/draft@1',
  history: 'gatecheck/history@1',
  runJournal: 'gatecheck/run-journal@1',
  recentSites: 'gatecheck/recent-sites@1',
  hostKeys: 'gatecheck/host-keys@1',
  lastSteps: 'gatecheck/last-steps@1',
  made: 'gatecheck/made@1',
} as const;
