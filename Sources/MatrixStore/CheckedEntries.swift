import Synchronization
import SystemPackage

/// The entries that this process has held against their manifests.
final class CheckedEntries: Sendable {
    private let depths = Mutex<[FilePath: Manifest.Depth]>([:])

    func contains(_ folder: FilePath, _ depth: Manifest.Depth) -> Bool {
        depths.withLock { depths in
            switch depths[folder] {
            case .digests: true
            case .sizes: depth == .sizes
            case nil: false
            }
        }
    }

    func insert(_ folder: FilePath, _ depth: Manifest.Depth) {
        depths.withLock { $0[folder] = depth }
    }
}
