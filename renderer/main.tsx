import '@mantine/core/styles/baseline.layer.css';
import './styles/fonts.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import './styles/skeleton.css';
import './styles/dialogs.css';
import './styles/start.css';
import './styles/screens.css';
import './styles/endpoints.css';
import './styles/request.css';
import './styles/results.css';
import './styles/topology.css';
import './styles/deployment.css';
import './styles/proof.css';
import './styles/log.css';
import { StrictMode } from 'react';
import type { Root } from 'react-dom/client';
import { createRoot } from 'react-dom/client';
import { apiOf, findBridge } from './api/client.ts';
import { App } from './app.tsx';
import { ErrorBoundary } from './components/error-boundary.tsx';
import { IconSprite } from './components/icon.tsx';
import { loadTheRest } from './later-parts.ts';
import { storedLanguage } from './i18n/languages.ts';
import { speak } from './i18n/t.ts';
import { refuseStrayDrops } from './state/stray-drops.ts';
import { startAutosave } from './state/autosave.ts';
import { createActs } from './state/acts.ts';
import { faultTeller, tellUncaught } from './state/fault-report.ts';
import { followWindow } from './state/window-link.ts';
import { titleFollows } from './state/window-title.ts';
import { batchRunEvents, windowClock } from './state/run-batch.ts';
import { createStore } from './state/store.ts';

const place = document.getElementById('root');
if (place === null) throw new Error('The page has no root.');

/** No await at the top: what it waits for may import from the file that this is in. */
async function begin(root: Root): Promise<void> {
  const [bridge] = await Promise.all([findBridge(), speak(storedLanguage())]);
  if (bridge === null) {
    root.render(<p className="screen">This page works in the Gatecheck window only.</p>);
  } else {
    const api = apiOf(bridge);
    const store = createStore();
    const autosave = startAutosave(store, api);
    const acts = createActs(store, api, autosave);
    const tell = faultTeller(api);
    tellUncaught(tell);
    refuseStrayDrops();
    const takeIn = batchRunEvents((events) => store.dispatch({ kind: 'run-events', events }), windowClock);
    api.onRunEvent((event) => {
      takeIn(event);
      if (event.kind === 'watch-ended') void acts.watchEnded(event.written);
    });
    titleFollows(store);
    followWindow(store, api, () => void acts.close());
    root.render(
      <StrictMode>
        <IconSprite />
        <ErrorBoundary
          onFault={(error) => tell('screen', error)}
          onBundle={() => store.dispatch({ kind: 'paged', page: 'bundle' })}
        >
          <App store={store} acts={acts} api={api} />
        </ErrorBoundary>
      </StrictMode>,
    );
    loadTheRest();
  }
}

void begin(createRoot(place));
