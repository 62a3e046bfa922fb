import Glibc

/// Adds to how nice this process is, and whatever it starts from now on: its processors go to others first.
///
/// In Linux that is a property of a thread, so every thread is given it, and those that they start inherit it.
package func becomeNicer(by increment: Int32) {
    guard increment > 0 else { return }
    let one = __priority_which_t(PRIO_PROCESS.rawValue)
    for thread in folderEntries("/proc/self/task").compactMap({ UInt32($0) }) {
        errno = 0
        let now = getpriority(one, thread)
        if now != -1 || errno == 0 { setpriority(one, thread, min(19, now + increment)) }
    }
}
