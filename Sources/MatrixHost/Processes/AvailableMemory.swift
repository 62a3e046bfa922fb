package import MatrixModel

/// What may be used without pushing anything out: the kernel's own estimate (`MemAvailable` of `/proc/meminfo`), or what is
/// left of the control group's limit (version 2), whichever is less. Nil where neither can be read.
package func availableMemory() -> ByteCount? {
    let limit = number(inFile: "/sys/fs/cgroup/memory.max")
    let used = number(inFile: "/sys/fs/cgroup/memory.current") ?? 0
    return [memAvailable(), limit.map { max(0, $0 - used) }].compactMap { $0 }.min().map { ByteCount($0) }
}

private func memAvailable() -> Int64? {
    let lines = String(decoding: readSmallFile("/proc/meminfo") ?? [], as: UTF8.self).split(separator: "\n")
    // `MemAvailable:   20110340 kB`
    guard let words = lines.first(where: { $0.hasPrefix("MemAvailable:") })?.split(separator: " "), words.count == 3
    else { return nil }
    return Int64(words[1]).map { $0 * 1024 }
}

/// Nil for `max`, and where there is no such group.
private func number(inFile path: String) -> Int64? {
    readSmallFile(path).flatMap { Int64(String(decoding: $0, as: UTF8.self).prefix { $0.isNumber }) }
}
