import { render } from 'preact';
import { keepBookmarks } from './address.ts';
import { App } from './app.tsx';
import { listenToKeys } from './keyboard.ts';
import { Places } from './places.ts';
import './styles/base.css';
import './styles/layout.css';
import './styles/parts.css';
import './styles/graph.css';
import './styles/pages.css';
import './styles/catalogue.css';

const root = document.getElementById('app');
listenToKeys();
keepBookmarks(new Places());
if (root !== null) render(<App />, root);
