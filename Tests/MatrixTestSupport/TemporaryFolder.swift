import Foundation
package import SystemPackage

/// Runs `body` with a fresh empty folder and removes it, read-only parts included, whichever way `body` ends.
@discardableResult
package nonisolated(nonsending) func withTemporaryFolder<Value>(
    _ body: nonisolated(nonsending) (_ path: FilePath) async throws -> Value
) async throws -> Value {
    let path = FileManager.default.temporaryDirectory.appending(path: "wsgimatrix-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: path, withIntermediateDirectories: true)
    defer { remove(path) }
    return try await body(FilePath(path.path))
}

private func remove(_ folder: URL) {
    let files = FileManager.default
    if (try? files.removeItem(at: folder)) != nil { return }
    for case let name as String in files.enumerator(atPath: folder.path) ?? .init() {
        try? files.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder.path + "/" + name)
    }
    try? files.removeItem(at: folder)
}
