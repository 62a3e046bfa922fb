import MatrixModel
import Synchronization

/// The latest number that another thread has told.
final class Latest: Sendable {
    private let storage = Mutex<ByteCount?>(nil)

    var value: ByteCount { storage.withLock { $0 } ?? ByteCount(0) }

    func set(_ value: ByteCount) { storage.withLock { $0 = value } }

    func setOnce(_ value: ByteCount) { storage.withLock { $0 = $0 ?? value } }
}
