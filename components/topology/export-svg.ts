import type { GraphNode, Health } from '@/lib/core/topology/graph/graph'
import type { Scene, SceneEdge, SceneNode } from '@/lib/core/topology/place/scene'
import { toVlanChip } from './chip-text'
import { edgePath } from './edges/edge-path'
import { toSceneItems } from './scene-items'

/* A picture for documents and tickets: always on white, in fixed colours, readable without our style sheet. */
const INK = '#121820'
const SOFT = '#46525f'
const LINE = '#74828f'
const HAIR = '#e6eaee'
const FILLS: Record<Health, string> = {
  ok: '#ffffff',
  warn: '#fbf3df',
  error: '#fbeae8',
  off: '#f1f3f6',
  unknown: '#e6eaee',
}
const MARKS: Record<Health, string> = { ok: '', warn: '▲ ', error: '✕ ', off: '○ ', unknown: '? ' }
const FONT = 'ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace'

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' }

/** XML text: markup escaped, and characters that XML 1.0 forbids (section 2.2) replaced. */
export const escapeXml = (text: string): string =>
  text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '�')
    .replace(/[&<>"']/g, (mark) => ESCAPES[mark] ?? mark)

const chipText = (node: GraphNode): string => {
  const chip = node.vlan ? toVlanChip(node.vlan) : null
  if (!chip) return ''
  const items = chip.items.map(({ id, mark }) => `${id}${mark ?? ''}`)
  return `${chip.kind === 'trunk' ? '‖ ' : ''}${[...items, chip.rest].filter(Boolean).join(' ')}`
}

function text(
  x: number,
  y: number,
  content: string,
  style: { bold?: boolean; soft?: boolean; end?: boolean } = {},
): string {
  if (content === '') return ''
  const weight = style.bold ? ' font-weight="600"' : ''
  const anchor = style.end ? ' text-anchor="end"' : ''
  return `<text x="${x}" y="${y}" fill="${style.soft ? SOFT : INK}"${weight}${anchor}>${escapeXml(content)}</text>`
}

function frame({ node, box }: SceneNode): string {
  const dash = node.ownership === 'foreign' || node.kind === 'macvtap' ? ' stroke-dasharray="4 3"' : ''
  const stroke = node.ownership === 'drifted' ? '#8a5a00' : LINE
  const radius = node.kind === 'network' || node.kind === 'portgroup' ? box.height / 2 : 6
  const title = escapeXml([node.name, ...node.lines, node.healthReason].filter(Boolean).join(', '))
  return `<rect x="${box.x}" y="${box.y}" width="${box.width}" height="${box.height}" rx="${radius}" fill="${FILLS[node.health]}" stroke="${stroke}"${dash}><title>${title}</title></rect>`
}

function single(sceneNode: SceneNode): string {
  const { node, box } = sceneNode
  const isThin = box.height < 32
  const lines = isThin
    ? []
    : [...node.lines.slice(0, 2), node.kind === 'vlan-link' ? `push ${chipText(node)}` : ''].filter(Boolean).slice(0, 2)
  const top = box.y + (box.height - 14 * (1 + lines.length)) / 2 + 10.5
  return [
    frame(sceneNode),
    text(box.x + 9, top, MARKS[node.health] + node.name, { bold: !isThin }),
    ...lines.map((line, index) => text(box.x + 9, top + 14 * (index + 1), line, { soft: true })),
  ].join('')
}

function row({ node, box }: SceneNode): string {
  const right = [node.lines.join(' · '), chipText(node)].filter(Boolean).join('  ')
  return [
    `<path d="M${box.x} ${box.y}h${box.width}" stroke="${HAIR}"/>`,
    text(box.x + 8, box.y + 16, MARKS[node.health] + node.name, { bold: node.role === 'uplink' }),
    text(box.x + box.width - 8, box.y + 16, right, { soft: true, end: true }),
  ].join('')
}

function line({ edge, points, labelAt }: SceneEdge): string {
  const d = edgePath(points)
  const dash =
    { macvtap: ' stroke-dasharray="6 4"', patch: ' stroke-dasharray="1 4"', tunnel: ' stroke-dasharray="2 3"' }[
      edge.kind as string
    ] ?? ''
  const body =
    edge.kind === 'trunk'
      ? `<path d="${d}" stroke="${LINE}" stroke-width="4.5"/><path d="${d}" stroke="#ffffff" stroke-width="1.5"/>`
      : `<path d="${d}" stroke="${LINE}" stroke-width="1.5"${dash}/>`
  return body + (labelAt ? text(labelAt.x, labelAt.y + 4, edge.label, { soft: true }) : '')
}

/** The whole scene as one SVG file, folds and all as on screen, without selection or search. */
export function sceneToSvg(scene: Scene, hostName: string): string {
  const { x, y, width, height } = scene.hostBox
  const items = toSceneItems(scene)
  const boxes = items.map(({ top, rows }) =>
    rows.length === 0
      ? single(top)
      : [
          frame(top),
          text(top.box.x + 9, top.box.y + 16, MARKS[top.node.health] + top.node.name, { bold: true }),
          text(top.box.x + top.box.width - 8, top.box.y + 16, top.node.lines.join(' · '), { soft: true, end: true }),
          ...rows.map(row),
        ].join(''),
  )
  const notes = scene.notes.flatMap((note) => [
    `<path d="${edgePath(note.line)}" stroke="${LINE}" fill="none"/>`,
    ...note.texts.map((content, index) => text(note.box.x + 8, note.box.y + 15 + 14 * index, content, { soft: true })),
  ])
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${scene.width}" height="${scene.height}" viewBox="0 0 ${scene.width} ${scene.height}" font-family='${FONT}' font-size="11">`,
    `<title>${escapeXml(`Wiring of ${hostName}`)}</title>`,
    `<rect width="100%" height="100%" fill="#ffffff"/>`,
    `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="12" fill="none" stroke="#cfd6dd"/>`,
    text(x + 12, y + 16, hostName, { bold: true }),
    `<g fill="none" stroke-linejoin="round">${scene.edges.map(line).join('')}</g>`,
    ...boxes,
    ...notes,
    '</svg>\n',
  ].join('\n')
}
