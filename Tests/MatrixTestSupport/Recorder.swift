import Synchronization

/// A list that closures of any task may append to.
package final class Recorder<Element: Sendable>: Sendable {
    private let storage = Mutex<[Element]>([])

    package init() {}

    package var elements: [Element] { storage.withLock { $0 } }

    package func append(_ element: Element) { storage.withLock { $0.append(element) } }
}
