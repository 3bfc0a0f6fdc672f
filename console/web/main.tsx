import { render } from 'preact';
import { App } from './app.tsx';
import { listenToKeys } from './keyboard.ts';
import './styles/base.css';
import './styles/layout.css';
import './styles/parts.css';
import './styles/graph.css';
import './styles/pages.css';

const root = document.getElementById('app');
listenToKeys();
if (root !== null) render(<App />, root);
