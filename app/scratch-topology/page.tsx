'use client'
import { useMemo, useState } from 'react'
import { Legend } from '@/components/topology/Legend'
import { TopologyCanvas } from '@/components/topology/TopologyCanvas'
import { toSceneItems, socketsOf } from '@/components/topology/scene-items'
import { extendVlanHues, NO_HUES, vlansInOrder } from '@/components/topology/vlan-hues'
import { WiringViewContext, type WiringView } from '@/components/topology/wiring-view'
import '@/components/topology/topology.css'
import { HAND_SCENE } from './hand-scene'
const NONE: ReadonlySet<string> = new Set()
export default function Page() {
  const scene = HAND_SCENE
  const items = useMemo(() => toSceneItems(scene), [scene])
  const [sel, setSel] = useState<string | null>(null)
  const view = useMemo<WiringView>(
    () => ({
      selectedId: sel,
      pathIds: NONE,
      dimIds: NONE,
      changedIds: NONE,
      reading: 1,
      focusVlan: null,
      pathVlan: null,
      hues: extendVlanHues(NO_HUES, vlansInOrder({ nodes: scene.nodes.map((n) => n.node), edges: [] })),
      sockets: socketsOf(scene),
      parentOf: () => null,
      select: setSel,
      toggleFold: () => undefined,
    }),
    [sel, scene],
  )
  return (
    <WiringViewContext value={view}>
      <div style={{ display: 'flex', height: '100vh' }}>
        <div className="tp-main" style={{ paddingTop: 92 }}>
          <TopologyCanvas
            scene={scene}
            items={items}
            host={{
              id: 'x',
              name: 'kvm1',
              address: '10.0.2.15',
              software: ['Debian 12', 'libvirt 9.0.0', 'OVS 3.1.0'],
            }}
            isStale={false}
            onClear={() => setSel(null)}
          />
          <Legend isOpen onToggle={() => undefined} />
        </div>
        <aside className="tp-drawer" />
      </div>
    </WiringViewContext>
  )
}
